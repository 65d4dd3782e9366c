using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Scenarios.Kubernetes;

public abstract class WriteContractTests(ContractServer server) : ContractTest(server)
{
    [Fact]
    public async Task A_new_object_gets_uid_version_and_creation_time_from_the_server()
    {
        var given = Map("a", ("k", "v"));
        var created = await Api.CreateAsync(given with { Metadata = given.Metadata with { Uid = "mine", ResourceVersion = "7" } }, None);
        Assert.NotEqual("mine", created.Metadata.Uid);
        Assert.NotEqual("7", created.Metadata.ResourceVersion);
        Assert.NotNull(created.Metadata.CreationTimestamp);
        var read = await Api.GetAsync<ConfigMap>(Key("a"), None);
        Assert.Equal((created.Metadata.Uid, "v"), (read.Metadata.Uid, read.Data!["k"]));
    }

    [Fact]
    public async Task A_taken_name_an_absent_object_and_a_missing_name_are_told_apart()
    {
        await Api.CreateAsync(Map("a"), None);
        await AssertRefusedAsync(StatusReasons.AlreadyExists, () => Api.CreateAsync(Map("a"), None));
        await AssertRefusedAsync(StatusReasons.NotFound, () => Api.GetAsync<ConfigMap>(Key("b"), None));
        await AssertRefusedAsync(StatusReasons.NotFound, () => Api.DeleteAsync<ConfigMap>(Key("b"), preconditions: null, None));
        await AssertRefusedAsync(StatusReasons.NotFound, () => Api.PatchAsync<ConfigMap>(Key("b"), new MergePatch([]), None));
        await AssertRefusedAsync(StatusReasons.Invalid, () => Api.CreateAsync(new ConfigMap(), None));
    }

    [Fact]
    public async Task Applying_removes_what_the_same_manager_applied_before_and_nothing_of_others()
    {
        await Api.ApplyAsync(Map("a", ("mine", "1"), ("gone", "2")), Manager, None);
        await Api.ApplyAsync(Map("a", ("theirs", "3")), "others", None);
        var applied = await Api.ApplyAsync(Map("a", ("mine", "4")), Manager, None);
        Assert.Equal(["mine=4", "theirs=3"], applied.Data!.Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_apply_that_changes_nothing_is_no_write()
    {
        var first = await Api.ApplyAsync(Map("a", ("k", "v")), Manager, None);
        var second = await Api.ApplyAsync(Map("a", ("k", "v")), Manager, None);
        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_field_of_another_manager_is_taken_over_by_force_alone()
    {
        await Api.ApplyAsync(Map("a", ("k", "1"), ("same", "1")), "others", None);
        var polite = new ApplyOptions(Manager, Force: false);
        var status = await AssertRefusedAsync(StatusReasons.Conflict, () => Api.ApplyAsync(Map("a", ("k", "2"), ("same", "1")), polite, None));
        var cause = Assert.Single(status.Details!.Causes!);
        Assert.Equal(("FieldManagerConflict", ".data.k"), (cause.Reason, cause.Field));
        await Api.ApplyAsync(Map("a", ("same", "1")), polite, None);

        await Api.ApplyAsync(Map("a", ("k", "2")), Manager, None);
        var dropped = await Api.ApplyAsync(Map("a"), "others", None);
        Assert.Equal("2", dropped.Data!["k"]);
    }

    [Fact]
    public async Task An_apply_for_an_earlier_object_or_version_is_refused()
    {
        var first = await Api.ApplyAsync(Map("a", ("k", "1")), Manager, None);
        await Api.ApplyAsync(Map("a", ("k", "2")), Manager, None);
        await AssertRefusedAsync(StatusReasons.Conflict, () => Api.ApplyAsync(first, Manager, None));
        await Api.DeleteAsync<ConfigMap>(first.Key, preconditions: null, None);
        await AssertRefusedAsync(StatusReasons.Conflict, () => Api.ApplyAsync(WithUidAlone(first), Manager, None));
        await Api.CreateAsync(Map("a"), None);
        await AssertRefusedAsync(StatusReasons.Invalid, () => Api.ApplyAsync(WithUidAlone(first), Manager, None));

        ConfigMap WithUidAlone(ConfigMap map) => Map("a") with { Metadata = Map("a").Metadata with { Uid = map.Metadata.Uid } };
    }

    [Fact]
    public async Task A_merge_patch_sets_and_removes_fields_of_the_newest_version()
    {
        var created = await Api.CreateAsync(Map("a", ("keep", "1"), ("change", "1"), ("gone", "1")), None);
        var patched = await Api.PatchAsync<ConfigMap>(created.Key, Merge(created.Metadata.ResourceVersion), None);
        Assert.Equal(["change=2", "keep=1"], patched.Data!.Select(entry => $"{entry.Key}={entry.Value}").Order(StringComparer.Ordinal));
        await AssertRefusedAsync(StatusReasons.Conflict, () => Api.PatchAsync<ConfigMap>(created.Key, Merge(created.Metadata.ResourceVersion), None));

        static MergePatch Merge(string? version) => new(new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = version },
            ["data"] = new JsonObject { ["change"] = "2", ["gone"] = null },
        });
    }

    [Fact]
    public async Task A_field_that_a_patch_changed_is_no_longer_its_appliers()
    {
        await Api.ApplyAsync(Map("a", ("patched", "1"), ("applied", "1")), Manager, None);
        await Api.PatchAsync<ConfigMap>(
            Key("a"), new MergePatch(new JsonObject { ["data"] = new JsonObject { ["patched"] = "2" } }), None);
        var applied = await Api.ApplyAsync(Map("a"), Manager, None);
        Assert.Equal("patched", Assert.Single(applied.Data!).Key);
    }

    [Fact]
    public async Task A_json_patch_is_done_as_a_whole_or_not_at_all()
    {
        await Api.CreateAsync(Map("a", ("k", "1")), None);
        await AssertRefusedAsync(StatusReasons.Invalid, () => Api.PatchAsync<ConfigMap>(
            Key("a"), new JsonPatch(JsonPatchOperation.Add("/data/new", "x"), JsonPatchOperation.Test("/data/k", "2")), None));
        Assert.Equal("k", Assert.Single((await Api.GetAsync<ConfigMap>(Key("a"), None)).Data!).Key);
        var patched = await Api.PatchAsync<ConfigMap>(
            Key("a"),
            new JsonPatch(
                JsonPatchOperation.Test("/data/k", "1"), JsonPatchOperation.Replace("/data/k", "2"), JsonPatchOperation.Add("/data/l", "3"),
                JsonPatchOperation.Add("/metadata/finalizers", new JsonArray("tests/a")),
                JsonPatchOperation.Add("/metadata/finalizers/-", "tests/b"),
                JsonPatchOperation.Remove("/metadata/finalizers/0")),
            None);
        Assert.Equal(("2", "3", "tests/b"), (patched.Data!["k"], patched.Data["l"], Assert.Single(patched.Metadata.Finalizers!)));
        await Api.PatchAsync<ConfigMap>(Key("a"), new JsonPatch(JsonPatchOperation.Remove("/metadata/finalizers")), None);
    }

    [Fact]
    public async Task What_names_an_object_cannot_be_patched()
    {
        await Api.CreateAsync(Map("a"), None);
        var uid = new MergePatch(new JsonObject { ["metadata"] = new JsonObject { ["uid"] = Guid.NewGuid().ToString() } });
        await Assert.ThrowsAsync<ApiException>(() => Api.PatchAsync<ConfigMap>(Key("a"), uid, None));
    }

    [Fact]
    public async Task Spec_and_status_are_written_apart_and_only_the_spec_counts_as_a_generation()
    {
        var created = await Api.ApplyAsync(Ingress.Of(Key("a"), "one", address: "192.0.2.1"), Manager, None);
        Assert.Equal((null, 1), (created.Address, created.Metadata.Generation));

        var reported = await Api.UpdateStatusAsync(
            Ingress.Of(Key("a"), "ignored", "192.0.2.2") with { Metadata = created.Metadata }, None);
        Assert.Equal(("one", "192.0.2.2", 1), (reported.Service, reported.Address, reported.Metadata.Generation));
        await AssertRefusedAsync(StatusReasons.Conflict, () => Api.UpdateStatusAsync(created with { Status = reported.Status }, None));

        var both = new MergePatch(new JsonObject
        {
            ["spec"] = KubernetesJson.ToNode(Ingress.Of(Key("a"), "two").Spec),
            ["status"] = KubernetesJson.ToNode(Ingress.Of(Key("a"), "two", "192.0.2.3").Status),
        });
        var patched = await Api.PatchAsync<Ingress>(Key("a"), both, None);
        Assert.Equal(("two", "192.0.2.2", 2), (patched.Service, patched.Address, patched.Metadata.Generation));
        await Api.ApplyAsync(Ingress.Of(Key("a"), "three"), Manager, None);
        var status = await Api.PatchStatusAsync<Ingress>(Key("a"), both, None);
        Assert.Equal(("three", "192.0.2.3", 3), (status.Service, status.Address, status.Metadata.Generation));
    }
}
