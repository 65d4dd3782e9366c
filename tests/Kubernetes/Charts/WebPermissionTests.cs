using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Web;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Retention;
using TelegramParser.Operator.Web.Security.Cluster;
using TelegramParser.Storage.Identity;
using Definitions = TelegramParser.Harness.Cluster.CustomResources;

namespace TelegramParser.KubernetesTests.Charts;

/// <summary>The web server under the chart's own account for it: whose tokens are, what they may do, and what it is asked to set.</summary>
[Collection(ClusterCollection.Name)]
public sealed class WebPermissionTests(ClusterFixture fixture) : IAsyncLifetime
{
    private const string Audience = "tgparser.io";
    private const string Account = HelmChart.FullName + "-web";

    private readonly string _namespace = $"tgparser-web-{Guid.NewGuid():N}";
    private readonly HttpKubernetesApi _person = fixture.Cluster.Connect("web-permission-tests/1.0");
    private HelmRendering _chart = null!;
    private HttpKubernetesApi _web = null!;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync()
    {
        await fixture.Cluster.KubectlAsync("create", "namespace", _namespace);
        await Definitions.InstallAsync(fixture.Cluster);
        _chart = await ServerRelease.RenderAsync(fixture.Cluster, _namespace, "postgres.enabled=true", "web.kubernetesTokens.enabled=true");
        await ApplyAsync([.. _chart.Of("ServiceAccount"), .. _chart.Of("Role"), .. _chart.Of("RoleBinding")]);
        _web = Connect(await TokenAsync(Account));
    }

    public async Task DisposeAsync()
    {
        foreach (var kind in new[] { "ClusterRole", "ClusterRoleBinding" })
            await fixture.Cluster.KubectlAsync("delete", kind, ReviewRole, "--ignore-not-found");
        await fixture.Cluster.KubectlAsync("delete", "namespace", _namespace, "--wait=false");
        _web.Dispose();
        _person.Dispose();
    }

    private string ReviewRole => $"{_namespace}-{HelmChart.FullName}-reviews-web";

    [Fact]
    public async Task A_token_for_this_server_opens_what_the_roles_of_its_holder_say()
    {
        var api = new RecordingApi(_web, _web);
        var token = await MakeReaderAsync();
        // Before the chart's ClusterRole is there, nobody is let in, and it is told why.
        Assert.Contains("tokenreviews", (await Assert.ThrowsAsync<ApiProblem>(() => Reviews(api).FindAsync(token, None))).Message, StringComparison.Ordinal);
        await ApplyAsync([_chart.One("ClusterRole", ReviewRole), _chart.One("ClusterRoleBinding", ReviewRole)]);

        // The server's own authorizer learns of it a moment later.
        var reader = await Eventually.SeeAsync(() => FindAsync(api, token), found => found is not null);
        Assert.Equal($"system:serviceaccount:{_namespace}:reader", reader!.Username);
        Assert.Contains($"system:serviceaccounts:{_namespace}", reader.Groups!);
        var reviews = Reviews(api);
        Assert.Null(await reviews.FindAsync(await TokenAsync("reader"), None));
        Assert.Null(await reviews.FindAsync(await TokenAsync("reader", "another"), None));
        Assert.Null(await reviews.FindAsync(token[..^4] + "AAAA", None));

        Assert.True(await reviews.MayAsync(reader, "get", User("alice"), None));
        Assert.False(await reviews.MayAsync(reader, "update", User("alice"), None));
        Assert.False(await reviews.MayAsync(reader, "get", User("bob"), None));
        Assert.False(await reviews.MayAsync(reader, "get", User("alice") with { Namespace = "default" }, None));
        Assert.False(await reviews.MayAsync(reader, "get", user: null, None));
        Assert.Equal(PermissionTests.Granted(_chart.One("ClusterRole", ReviewRole)), api.Used(""));
    }

    [Fact]
    public async Task What_is_set_is_applied_under_a_name_of_its_own_and_quarrels_are_told()
    {
        var api = new RecordingApi(_web, _web);
        var writer = new ResourceWriter(Options(api));
        var (alice, news) = (new ObjectKey(_namespace, "alice"), new ObjectKey(_namespace, "news"));
        await _person.ApplyAsync(new TelegramUser { Metadata = Of(alice), Spec = new() { Retention = new() { Days = 30 } } }, "gitops", None);
        await _person.ApplyAsync(
            new ChannelSubscription { Metadata = Of(news), Spec = new() { UserRef = new() { Name = "alice" }, Channel = "@news" } }, "gitops", None);

        await writer.SetRetentionAsync<ChannelSubscription>(news, 7, force: false, None);
        Assert.Equal(7, (await _person.GetAsync<ChannelSubscription>(news, None)).Spec.Retention?.Days);
        await writer.SetRetentionAsync<ChannelSubscription>(news, null, force: false, None);
        var left = (await _person.GetAsync<ChannelSubscription>(news, None)).Spec;
        Assert.Equal((null, "@news"), (left.Retention?.Days, left.Channel));

        foreach (var days in new int?[] { 10, null })
        {
            var problem = await Assert.ThrowsAsync<ApiProblem>(() => writer.SetRetentionAsync<TelegramUser>(alice, days, force: false, None));
            Assert.Equal(ProblemCodes.ResourceManaged, problem.Code);
        }
        Assert.Equal(30, (await _person.GetAsync<TelegramUser>(alice, None)).Spec.Retention?.Days);
        await writer.SetRetentionAsync<TelegramUser>(alice, 10, force: true, None);
        Assert.Equal(10, (await _person.GetAsync<TelegramUser>(alice, None)).Spec.Retention?.Days);
        await writer.SetRetentionAsync<TelegramUser>(alice, null, force: true, None);
        Assert.Null((await _person.GetAsync<TelegramUser>(alice, None)).Spec.Retention);
        var gone = await Assert.ThrowsAsync<ApiProblem>(() => writer.SetRetentionAsync<TelegramUser>(new ObjectKey(_namespace, "nobody"), 10, force: false, None));
        Assert.Equal(ProblemCodes.ResourceRefused, gone.Code);

        Assert.Empty(api.Refused);
        // An apply of what is there makes nothing, though the recorder cannot know that.
        Assert.Equal(PermissionTests.Granted(_chart.One("Role", Account)), api.Used(_namespace).Where(grant => !grant.EndsWith(": create", StringComparison.Ordinal)));
    }

    private async Task<string> MakeReaderAsync()
    {
        await fixture.Cluster.KubectlOnAsync(
            $$$"""
            {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "reader", "namespace": "{{{_namespace}}}"}}
            ---
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "reader", "namespace": "{{{_namespace}}}"},
             "rules": [{"apiGroups": ["tgparser.io"], "resources": ["telegramusers/api"], "resourceNames": ["alice"], "verbs": ["get"] } ] }
            ---
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "reader", "namespace": "{{{_namespace}}}"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "reader" },
             "subjects": [{"kind": "ServiceAccount", "name": "reader", "namespace": "{{{_namespace}}}"}]}
            """,
            "apply", "--filename", "-");
        return await TokenAsync("reader", Audience);
    }

    private static async Task<UserInfo?> FindAsync(RecordingApi api, string token)
    {
        try
        {
            return await Reviews(api).FindAsync(token, None);
        }
        catch (ApiProblem)
        {
            return null;
        }
    }

    private static ClusterReviews Reviews(RecordingApi api) => new(Options(api), TimeProvider.System);

    private static WebOptions Options(RecordingApi api) => new()
    {
        Installation = "tests", Database = "none", ControlKey = new byte[32], Resources = () => api, Reviews = () => api, TokenAudiences = [Audience],
    };

    private UserKey User(string name) => new("tests", _namespace, name);

    private static ObjectMeta Of(ObjectKey key) => new() { Namespace = key.Namespace, Name = key.Name };

    private Task<string> ApplyAsync(IReadOnlyList<JsonObject> objects) =>
        fixture.Cluster.KubectlOnAsync(ServerRelease.Manifest(objects), "apply", "--filename", "-");

    private async Task<string> TokenAsync(string account, string? audience = null) => (await fixture.Cluster.KubectlAsync(
        ["create", "token", account, "--namespace", _namespace, .. audience is null ? Array.Empty<string>() : [$"--audience={audience}"]])).Trim();

    private HttpKubernetesApi Connect(string token) => new(
        ClientConfigurationLoader.Load(fixture.Cluster.Kubeconfig, context: null, TimeProvider.System) with { ClientCertificate = null, Token = new StaticToken(token) },
        new ClientOptions { UserAgent = "web-permission-tests-web/1.0" }, TimeProvider.System, Random.Shared, NullLogger.Instance);
}
