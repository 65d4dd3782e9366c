using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Helm;

namespace TelegramParser.UnitTests.Charts;

public sealed class RbacTests
{
    private const string Watched = HelmChart.FullName + "-workers";
    private const string Web = HelmChart.FullName + "-web";
    private const string ClusterWide = HelmChart.Namespace + "-" + Watched;

    [Fact]
    public async Task The_roles_allow_exactly_what_the_documentation_lists()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With());
        Assert.Equal(Documented("## In the release's namespace"), Granted(rendering.One("Role")));
        Assert.Equal(Documented("## Where the users are"), Granted(rendering.One("Role", Watched)));
        Assert.Equal(Documented("## The web server"), Granted(rendering.One("Role", Web)));
    }

    [Fact]
    public async Task Asking_whose_a_token_is_is_allowed_only_where_such_tokens_are_served()
    {
        var off = await HelmChart.RenderAsync(ChartValues.With("web.writeResources=false"));
        Assert.Empty(off.Of("ClusterRole"));
        Assert.Null(off.Find("ServiceAccount", Web));
        var on = await HelmChart.RenderAsync(ChartValues.With("web.writeResources=false", "web.kubernetesTokens.enabled=true"));
        Assert.Equal(Documented("### Tokens of Kubernetes"), Granted(on.One("ClusterRole", $"{HelmChart.Namespace}-{HelmChart.FullName}-reviews-web")));
        Assert.NotNull(on.Find("ServiceAccount", Web));
        Assert.Null(on.Find("Role", Web));
        var pod = on.Pods[$"Deployment {HelmChart.FullName}"];
        Assert.Contains(HelmRendering.At(pod, "containers[web].volumeMounts")!.AsArray(), mount => (string?)mount!["name"] == "web-api-access");
        // A cluster that fills in no token holds up nothing but what needs it.
        Assert.True((bool?)HelmRendering.At(pod, "volumes[web-api-access].secret.optional"));
    }

    [Fact]
    public async Task The_database_Secret_is_readable_only_where_the_operator_makes_it()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.Of("database.existingSecret=db"));
        Assert.DoesNotContain(Granted(rendering.One("Role")), grant => grant.Contains("database", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_granted_by_a_wildcard_and_nobody_may_raise_permissions()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("watch.allNamespaces=true", "rbac.aggregateToUserRoles=true"));
        var grants = rendering.Of("Role").Concat(rendering.Of("ClusterRole")).SelectMany(Granted).ToList();
        Assert.All(grants, grant => Assert.DoesNotContain("*", grant, StringComparison.Ordinal));
        Assert.All(grants, grant => Assert.DoesNotMatch("bind|escalate|impersonate|rbac|pods/exec|serviceaccounts/token", grant));
    }

    [Fact]
    public async Task By_default_there_is_no_cluster_wide_permission()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With());
        Assert.Empty(rendering.Of("ClusterRole"));
        Assert.Empty(rendering.Of("ClusterRoleBinding"));
        Assert.All(rendering.Of("Role"), role => Assert.Equal(HelmChart.Namespace, (string?)role["metadata"]!["namespace"]));
    }

    [Fact]
    public async Task Another_namespace_gets_the_workers_role_and_no_other()
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With("watch.namespace=accounts"));
        Assert.Equal("accounts", (string?)rendering.One("Role", Watched)["metadata"]!["namespace"]);
        Assert.Equal("accounts", (string?)rendering.One("RoleBinding", Watched)["metadata"]!["namespace"]);
        Assert.Equal(HelmChart.Namespace, (string?)rendering.One("Role")["metadata"]!["namespace"]);
        Assert.Empty(rendering.Of("ClusterRole"));
    }

    [Fact]
    public async Task All_namespaces_get_the_same_permissions_by_a_cluster_role()
    {
        var one = Granted((await HelmChart.RenderAsync(ChartValues.With())).One("Role", Watched));
        var rendering = await HelmChart.RenderAsync(ChartValues.With("watch.allNamespaces=true"));
        Assert.Equal(one, Granted(rendering.One("ClusterRole", ClusterWide)));
        Assert.Null(rendering.Find("Role", Watched));
    }

    [Theory]
    [InlineData("watch.allNamespaces=false")]
    [InlineData("watch.allNamespaces=true")]
    [InlineData("web.kubernetesTokens.enabled=true")]
    public async Task Every_role_is_bound_to_one_account_alone_and_the_web_servers_to_its_own(string setting)
    {
        var rendering = await HelmChart.RenderAsync(ChartValues.With(setting));
        foreach (var kind in new[] { "Role", "ClusterRole" })
        {
            var bindings = rendering.Of(kind + "Binding");
            Assert.Equal(rendering.Of(kind).Select(NameOf), bindings.Select(binding => (string?)binding["roleRef"]!["name"]));
            Assert.All(bindings, binding => Assert.Equal(
                ("ServiceAccount", NameOf(binding)!.EndsWith("-web", StringComparison.Ordinal) ? Web : HelmChart.FullName, HelmChart.Namespace),
                (Subject(binding, "kind"), Subject(binding, "name"), Subject(binding, "namespace"))));
        }

        static string? Subject(JsonObject binding, string field) => (string?)binding["subjects"]!.AsArray().Single()![field];
    }

    private static string? NameOf(JsonObject obj) => (string?)obj["metadata"]!["name"];

    private static List<string> Granted(JsonObject role) =>
    [
        .. from rule in role["rules"]!.AsArray()
           from apiGroup in Texts(rule!["apiGroups"])
           from resource in Texts(rule["resources"])
           from name in Texts(rule["resourceNames"]).DefaultIfEmpty("")
           from verb in Texts(rule["verbs"])
           select $"{apiGroup}/{resource}/{name}: {verb}" into grant
           orderby grant
           select grant,
    ];

    private static IEnumerable<string> Texts(JsonNode? list) => (list?.AsArray() ?? []).Select(text => (string)text!);

    // Rows of the table under a heading; a table without names has one column less.
    private static List<string> Documented(string heading)
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "rbac.md"))
            .SkipWhile(line => line != heading).Skip(1)
            .TakeWhile(line => !line.StartsWith('#'))
            .Where(line => line.StartsWith('|'))
            .Select(line => line.Split('|')[1..^1].Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray())
            .ToList();
        var names = Array.IndexOf(rows[0], "Names");
        var verbs = Array.IndexOf(rows[0], "Verbs");
        return
        [
            .. from row in rows.Skip(2)
               from name in names < 0 ? [""] : row[names].Split(", ")
               from verb in row[verbs].Split(", ")
               select $"{(row[0] == "core" ? "" : row[0])}/{row[1]}/{name.Replace("<full name>", HelmChart.FullName, StringComparison.Ordinal)}: {verb}" into grant
               orderby grant
               select grant,
        ];
    }
}
