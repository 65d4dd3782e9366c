using TelegramParser.Kubernetes.Core;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class DiscoveryTests : ScriptedServerTest
{
    [Fact]
    public async Task Versions_are_listed_with_a_groups_preferred_one_first()
    {
        Server.Answer(200, """{"kind":"APIVersions","versions":["v1"]}""");
        Server.Answer(200, """
            {"kind":"APIGroupList","groups":[
              {"name":"policy","versions":[{"groupVersion":"policy/v1beta1"},{"groupVersion":"policy/v1"}],"preferredVersion":{"groupVersion":"policy/v1"}}]}
            """);
        Assert.Equal(["v1", "policy/v1", "policy/v1beta1"], await Api.Discovery.ApiVersionsAsync(None));
        Assert.Equal(["GET /api", "GET /apis"], Lines);
    }

    [Fact]
    public async Task A_kind_is_served_when_its_version_lists_it()
    {
        const string Apps = """{"kind":"APIResourceList","resources":[{"name":"statefulsets","kind":"StatefulSet","namespaced":true,"verbs":["get"]}]}""";
        Server.Answer(200, Apps);
        Assert.True(await Api.Discovery.ServesAsync(StatefulSet.Definition, None));
        Server.Refuse(404, "NotFound");
        Assert.False(await Api.Discovery.ServesAsync(Lease.Definition, None));
        Assert.Equal(["GET /apis/apps/v1", "GET /apis/coordination.k8s.io/v1"], Lines);
    }

    [Fact]
    public async Task The_version_is_the_servers_own_word()
    {
        Server.Answer(200, """{"major":"1","minor":"20","gitVersion":"v1.20.2"}""");
        Assert.Equal("v1.20.2", await Api.Discovery.VersionAsync(None));
    }
}
