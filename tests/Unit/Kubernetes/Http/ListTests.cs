using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class ListTests : ScriptedServerTest
{
    [Fact]
    public async Task A_list_is_read_in_pages_of_selected_objects()
    {
        Server.Answer(200, List("9", "t+1", Map("a", "1")));
        Server.Answer(200, List("9", null, Map("b", "2")));
        var api = Client(Server.Configuration, new ClientOptions { UserAgent = "tests/1.0", PageSize = 1 });
        var list = await api.ListAsync<ConfigMap>(new Selection("ns", Objects.Colour("red")), None);
        Assert.Equal(["a", "b"], list.Items.Select(item => item.Metadata.Name));
        Assert.Equal("9", list.ResourceVersion);
        Assert.Equal(
            ["GET /api/v1/namespaces/ns/configmaps?labelSelector=colour=red&limit=1",
             "GET /api/v1/namespaces/ns/configmaps?labelSelector=colour=red&limit=1&continue=t+1"],
            Lines);
    }

    [Fact]
    public async Task A_page_that_came_too_late_starts_the_list_anew_with_nothing_twice()
    {
        Server.Answer(200, List("9", "t", Map("a", "1"), Map("b", "1")));
        Server.Refuse(410, "Expired");
        Server.Answer(200, List("12", null, Map("b", "10"), Map("c", "1")));
        var list = await Api.ListAsync<ConfigMap>(new Selection(), None);
        Assert.Equal(["b", "c"], list.Items.Select(item => item.Metadata.Name));
        Assert.Equal("12", list.ResourceVersion);
        Assert.Equal("GET /api/v1/configmaps", Lines[^1]);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_named()
    {
        Server.Answer(200, List("9", null, Map("good", "1"), """{"metadata":{"namespace":"ns","name":"bad"},"data":[]}"""));
        var error = await Assert.ThrowsAsync<System.Text.Json.JsonException>(() => Api.ListAsync<ConfigMap>(new Selection(), None));
        Assert.Contains("ConfigMap \"ns/bad\"", error.Message, StringComparison.Ordinal);
    }
}
