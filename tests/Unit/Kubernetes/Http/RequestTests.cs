using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class RequestTests : ScriptedServerTest
{
    private const string Set = """{"metadata":{"namespace":"ns","name":"a","resourceVersion":"5"},"spec":{"serviceName":"s","selector":{},"template":{"spec":{"containers":[]}}}}""";

    [Fact]
    public async Task Objects_are_read_by_group_version_namespace_and_name()
    {
        Server.Answer(200, Map("a", "7", "x"));
        Server.Answer(200, Set);
        var map = await Api.GetAsync<ConfigMap>(new ObjectKey("ns", "a"), None);
        Assert.Equal(("7", "x"), (map.Metadata.ResourceVersion, map.Data!["v"]));
        await Api.GetAsync<StatefulSet>(new ObjectKey("ns", "a"), None);
        Assert.Equal(["GET /api/v1/namespaces/ns/configmaps/a", "GET /apis/apps/v1/namespaces/ns/statefulsets/a"], Lines);
        Assert.Equal("tests/1.0", Server.Requests.First().Headers["User-Agent"]);
    }

    [Fact]
    public async Task A_create_gives_nothing_that_the_server_sets()
    {
        Server.Answer(201, Set);
        var given = Objects.StatefulSet("a") with
        {
            Metadata = new ObjectMeta { Namespace = "ns", Name = "a", Uid = "u", ResourceVersion = "1", Generation = 3 },
            Status = new StatefulSetStatus { Replicas = 1 },
        };
        await Api.CreateAsync(given, None);
        var (line, body) = Sent();
        Assert.Equal("POST /apis/apps/v1/namespaces/ns/statefulsets", line);
        Assert.Equal(("StatefulSet", "apps/v1", null), ((string?)body["kind"], (string?)body["apiVersion"], body["status"]));
        Assert.Equal(["name", "namespace"], body["metadata"]!.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_apply_names_its_manager_and_keeps_uid_and_version_as_preconditions()
    {
        Server.Answer(200, Set);
        Server.Answer(200, Set);
        var given = Objects.StatefulSet("a") with
        {
            Metadata = new ObjectMeta { Namespace = "ns", Name = "a", Uid = "u", ResourceVersion = "1", Generation = 3 },
            Status = new StatefulSetStatus(),
        };
        await Api.ApplyAsync(given, "me", None);
        var (line, body) = Sent();
        Assert.Equal("PATCH /apis/apps/v1/namespaces/ns/statefulsets/a?fieldManager=me&force=true", line);
        Assert.Equal("application/apply-patch+yaml", Server.Requests.Last().Headers["Content-Type"]);
        Assert.Equal(("u", "1", null, null), (
            (string?)body["metadata"]!["uid"], (string?)body["metadata"]!["resourceVersion"], body["metadata"]!["generation"], body["status"]));

        await Api.ApplyAsync(given, new ApplyOptions("me", Force: false), None);
        Assert.EndsWith("&force=false", Sent().Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_merge_patch_says_what_to_remove_and_a_json_patch_what_to_do()
    {
        Server.Answer(200, Map("a", "2"));
        Server.Answer(200, Set);
        await Api.PatchAsync<ConfigMap>(
            new ObjectKey("ns", "a"), new MergePatch(new JsonObject { ["data"] = new JsonObject { ["gone"] = null } }), None);
        Assert.Equal("""{"data":{"gone":null}}""", Server.Requests.Last().Body);
        Assert.Equal("application/merge-patch+json", Server.Requests.Last().Headers["Content-Type"]);

        await Api.PatchStatusAsync<StatefulSet>(
            new ObjectKey("ns", "a"),
            new JsonPatch(
                JsonPatchOperation.Test("/status/replicas", 1),
                JsonPatchOperation.Remove(TelegramParser.Kubernetes.Patches.JsonPointer.Of("metadata", "labels", "a/b~c"))),
            None);
        Assert.Equal("PATCH /apis/apps/v1/namespaces/ns/statefulsets/a/status", Sent().Line);
        Assert.Equal("application/json-patch+json", Server.Requests.Last().Headers["Content-Type"]);
        Assert.Equal(
            """[{"op":"test","path":"/status/replicas","value":1},{"op":"remove","path":"/metadata/labels/a~1b~0c"}]""",
            Server.Requests.Last().Body);
    }

    [Fact]
    public async Task A_status_is_put_on_its_subresource()
    {
        Server.Answer(200, Set);
        var read = Objects.StatefulSet("a") with { Status = new StatefulSetStatus { Replicas = 2 } };
        await Api.UpdateStatusAsync(read with { Metadata = read.Metadata with { ResourceVersion = "4" } }, None);
        var (line, body) = Sent();
        Assert.Equal("PUT /apis/apps/v1/namespaces/ns/statefulsets/a/status", line);
        Assert.Equal(("4", 2), ((string?)body["metadata"]!["resourceVersion"], (int?)body["status"]!["replicas"]));
    }

    [Fact]
    public async Task A_deletion_carries_preconditions_propagation_and_grace_period()
    {
        Server.Answer(200, """{"kind":"Status","status":"Success"}""");
        await Api.DeleteAsync<Pod>(
            new ObjectKey("ns", "a"), new DeleteOptions(new Preconditions("u", "3"), PropagationPolicy.Foreground, TimeSpan.Zero), None);
        var (line, body) = Sent();
        Assert.Equal("DELETE /api/v1/namespaces/ns/pods/a", line);
        Assert.Equal(
            ("u", "3", "Foreground", 0),
            ((string?)body["preconditions"]!["uid"], (string?)body["preconditions"]!["resourceVersion"], (string?)body["propagationPolicy"], (int?)body["gracePeriodSeconds"]));
    }

    [Fact]
    public async Task A_name_that_is_missing_never_becomes_the_path_of_all_objects()
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(() => Api.DeleteAsync<ConfigMap>(new ObjectKey("ns", ""), preconditions: null, None));
        Assert.True(refusal.Is(StatusReasons.Invalid));
        await Assert.ThrowsAsync<ApiException>(() => Api.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "a" } }, None));
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public async Task Names_cannot_leave_their_place_in_the_path()
    {
        Server.Answer(200, Map("a", "1"));
        await Api.GetAsync<ConfigMap>(new ObjectKey("ns", "a/../b?x"), None);
        Assert.Equal("GET /api/v1/namespaces/ns/configmaps/a%2F..%2Fb%3Fx", Lines.Single());
    }

    [Fact]
    public async Task A_server_behind_a_path_is_asked_below_that_path()
    {
        Server.Answer(200, Map("a", "1"));
        var gateway = Client(Server.Configuration with { Server = new Uri(Server.Url, "/clusters/c1/") });
        await gateway.GetAsync<ConfigMap>(new ObjectKey("ns", "a"), None);
        Assert.Equal("GET /clusters/c1/api/v1/namespaces/ns/configmaps/a", Lines.Single());
    }

    private (string Line, JsonNode Body) Sent() => (Server.Requests.Last().Line, JsonNode.Parse(Server.Requests.Last().Body)!);
}
