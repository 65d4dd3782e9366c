using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>A group that is watched: from the manifest to the mention in a webhook, in the REST API and in the resource's status.</summary>
public sealed class MonitorTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    private const string Key = "a key of this test";

    [Fact]
    public async Task A_mention_in_a_watched_group_is_in_a_webhook_the_API_and_the_status()
    {
        var user = await Installation.AddUserAsync("watching", channels: 0, posts: 0);
        var group = await Installation.Telegram.AddGroupAsync(user.Phone);
        await Installation.Telegram.WriteAsync(group, "@watching was named before anybody watched.");
        await Installation.KubectlAsync("create", "secret", "generic", "watching-hook", $"--from-literal=signing-key={Key}");
        await Installation.ApplyAsync($$"""
            apiVersion: tgparser.io/v1alpha1
            kind: GroupMonitor
            metadata:
              name: watching-group
            spec:
              userRef: {name: watching}
              group: "@{{group}}"
              contextMessages: 1
              notify:
                webhook:
                  url: http://{{Installation.WebhookHost}}/webhooks/watching
                  secretRef: {name: watching-hook}
            """);
        await SeeAsync("True", "Ready");
        await Installation.SeeAsync("tguser", user.Name, u => u.GetProperty("status").GetProperty("monitorsRunning").GetInt32() == 1);

        await Installation.Telegram.WriteAsync(group, "Who has the key?");
        await Installation.Telegram.WriteAsync(group, "I think @watching has it.");
        await Installation.Telegram.WriteAsync(group, "Thanks!");

        var mentions = await Eventually.SeeAsync(
            () => Installation.Rest.NeedAsync(HttpMethod.Get, $"/users/{Installation.Namespace}:watching/mentions"),
            page => page.GetProperty("mentions").GetArrayLength() > 0,
            Installation.Patience);
        var id = Assert.Single(mentions.GetProperty("mentions").EnumerateArray()).GetProperty("id").GetInt64();
        var mention = await Eventually.SeeAsync(
            () => Installation.Rest.NeedAsync(HttpMethod.Get, $"/mentions/{id}"),
            found => found.GetProperty("after").GetArrayLength() > 0,
            Installation.Patience);
        Assert.Equal("Who has the key? | I think @watching has it. | Thanks!", string.Join(
            " | ", [.. Texts(mention, "before"), mention.GetProperty("text").GetString(), .. Texts(mention, "after")]));

        var requests = await Eventually.SeeAsync(
            () => Installation.Telegram.ReceivedAsync("watching"), came => came.GetArrayLength() > 0, Installation.Patience);
        var request = Assert.Single(requests.EnumerateArray());
        Assert.True(IsSigned(request));
        var told = JsonDocument.Parse(request.GetProperty("body").GetString()!).RootElement;
        Assert.Equal("mention.found", told.GetProperty("type").GetString());
        Assert.Equal(id, told.GetProperty("data").GetProperty("mention").GetProperty("id").GetInt64());

        // Counts alone are written every few minutes; with a change of anything else they come at once.
        await Installation.KubectlAsync("patch", "tgmon", "watching-group", "--type=merge", "-p", """{"spec":{"suspend":true}}""");
        var status = (await SeeAsync("True", "Suspended")).GetProperty("status");
        Assert.Equal(1, status.GetProperty("mentionsTotal").GetInt32());
        Assert.StartsWith("Group ", status.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Equal(mention.GetProperty("date").GetDateTimeOffset(), status.GetProperty("lastMentionTime").GetDateTimeOffset());
    }

    private Task<JsonElement> SeeAsync(string status, string reason) => Installation.SeeAsync(
        "tgmon", "watching-group", monitor => Conditions.Find(monitor, "Ready") is { } ready && ready == (status, reason));

    private static bool IsSigned(JsonElement request)
    {
        var headers = request.GetProperty("headers");
        string Header(string name) => headers.GetProperty(name).GetString()!;
        var signed = $"{Header("webhook-id")}.{Header("webhook-timestamp")}.{request.GetProperty("body").GetString()}";
        return Header("webhook-signature") == $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(signed)))}";
    }

    private static IEnumerable<string?> Texts(JsonElement mention, string side) =>
        mention.GetProperty(side).EnumerateArray().Select(message => message.GetProperty("text").GetString());
}
