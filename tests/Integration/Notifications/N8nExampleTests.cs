using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Pages;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Monitoring;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;
using File = System.IO.File;

namespace TelegramParser.IntegrationTests.Notifications;

/// <summary>examples/n8n: its samples are what is sent, and its workflow takes that and nothing else.</summary>
[Collection(PostgresCollection.Name)]
public sealed class N8nExampleTests(PostgresFixture postgres)
{
    private const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly string Folder = Path.Combine(Repository.Root, "examples", "n8n");

    // Runs the Code node's text as n8n does: an async function with n8n's names, and the worker's time.
    private const string Runner = """
        const { code, request, key, now } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        Date.now = () => now * 1000;
        const AsyncFunction = (async () => {}).constructor;
        const helpers = { getBinaryDataBuffer: async () => Buffer.from(request.body) };
        new AsyncFunction('require', '$env', '$input', code)
          .call({ helpers }, require, { TGPARSER_SIGNING_KEY: key }, { first: () => ({ json: { headers: request.headers } }) })
          .then((items) => console.log(JSON.stringify(items)));
        """;

    [Fact]
    public async Task New_posts_are_sent_as_the_sample_says()
    {
        await using var scene = await StartAsync();
        await scene.ApplyAsync(scene.Subscription("ferries", "hook"));
        await scene.Database.ExecuteAsync("UPDATE channels SET title = 'Harbour news', username = 'harbour_news'");
        await scene.StoreAsync(
            "ferries",
            Post("""
                "id":42991616,"date":1795348800,"media_album_id":"13712345678901234","author_signature":"Ann",
                "content":{"@type":"messagePhoto","photo":{"sizes":[{"type":"x","photo":{"@type":"file","id":7,"size":81920},"width":800,"height":500}]},
                  "caption":{"@type":"formattedText","text":"The ferry sails at nine: https://example.org/ferries","entities":[
                    {"offset":4,"length":5,"type":{"@type":"textEntityTypeBold"}},{"offset":25,"length":27,"type":{"@type":"textEntityTypeUrl"}}]}}
                """),
            Post("""
                "id":44040192,"date":1795352400,"edit_date":1795352460,
                "content":{"@type":"messageText","text":{"@type":"formattedText","text":"Паром задержан на час.","entities":[]}}
                """));
        await scene.SeeStatesAsync("delivered 1");

        await AssertAsync("posts.added", Assert.Single(scene.Requests));
    }

    [Fact]
    public async Task A_mention_is_sent_as_the_sample_says()
    {
        await using var scene = await StartAsync();
        await scene.ApplyMonitorAsync("team", tell: true, "hook");
        var post = Post("""
            "id":8388608,"date":1795348800,
            "content":{"@type":"messageText","text":{"@type":"formattedText","text":"@ann, when does the ferry sail?","entities":[
              {"offset":0,"length":4,"type":{"@type":"textEntityTypeMention"}}]}}
            """);
        await scene.StoreMentionAsync(new ChannelRow(-1001600000001, "Team", "team", "supergroup"), new MentionRecord
        {
            MessageId = post.MessageId,
            Date = post.Date,
            TopicId = 3,
            Topic = "Travel",
            SenderJson = Sender(1002, "Bob", "bob"),
            Text = post.Text,
            EntitiesJson = post.EntitiesJson,
            TriggersJson = JsonSerializer.Serialize([new Trigger(TriggerKinds.Mention, "ann"), new Trigger(TriggerKinds.Keyword, "ferry")], MentionJson.Default.IReadOnlyListTrigger),
            Permalink = PostMapper.Permalink(-1001600000001, post.MessageId, "team"),
            Before = [new ContextRecord(7, post.Date.AddMinutes(-1), Sender(1003, "Carol", null), "I have the tickets.")],
        });
        await scene.SeeStatesAsync("delivered 1");

        await AssertAsync("mention.found", Assert.Single(scene.Requests));
    }

    [Fact]
    public async Task The_workflow_has_the_code_that_stands_beside_it_and_each_of_its_nodes_is_reached()
    {
        var workflow = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "workflow.json")))!;
        var nodes = workflow["nodes"]!.AsArray().ToDictionary(node => (string)node!["name"]!, node => node!["parameters"]!);
        Assert.Equal(await CodeAsync(), (string?)nodes["Check signature"]["jsCode"]);
        Assert.True((bool)nodes["Telegram"]["options"]!["rawBody"]!);
        Assert.Equal(
            ["posts.added", "mention.found"],
            nodes["What happened?"]["rules"]!["values"]!.AsArray().Select(rule => (string)rule!["conditions"]!["conditions"]![0]!["rightValue"]!));
        var reached = workflow["connections"]!.AsObject()
            .SelectMany(from => from.Value!["main"]!.AsArray()).SelectMany(output => output!.AsArray()).Select(to => (string)to!["node"]!);
        Assert.Equal(nodes.Keys.Order(), reached.Append("Telegram").Order());
    }

    private async Task<NotificationScene> StartAsync()
    {
        var scene = await NotificationScene.StartAsync(postgres, (_, reply) => reply.AnswerAsync("204 No Content", []));
        scene.WriteSecret("hook", "signing-key", Key);
        return scene;
    }

    private static async Task AssertAsync(string sample, PageRequest request)
    {
        var sent = JsonNode.Parse(request.Body)!.AsObject();
        var said = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "samples", $"{sample}.json")))!.AsObject();
        // How long the hand-over took by the scene's clock is not the sample's.
        said["timestamp"] = sent["timestamp"]!.DeepClone();
        Assert.True(JsonNode.DeepEquals(said, sent), $"{sample} was sent as {sent}");

        var now = NotificationScene.TimeOf(request).ToUnixTimeSeconds();
        var taken = (await RunAsync(request.Headers, request.Body, Key, now)).AsObject();
        Assert.Equal((true, request.Headers["webhook-id"]), ((bool)taken["valid"]!, (string?)taken["id"]));
        Assert.True(taken.Remove("valid") && taken.Remove("id") && JsonNode.DeepEquals(taken, sent));

        foreach (var refused in await Task.WhenAll(
            RunAsync(request.Headers, request.Body + " ", Key, now),
            RunAsync(request.Headers, request.Body, "another key", now),
            RunAsync(request.Headers, request.Body, Key, now + 301),
            RunAsync(new Dictionary<string, string>(), request.Body, Key, now)))
            Assert.Equal("""{"valid":false}""", refused.ToJsonString());
    }

    private static async Task<JsonNode> RunAsync(IReadOnlyDictionary<string, string> headers, string body, string key, long now)
    {
        // Node.js gives names of headers in lower case.
        var lower = headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value);
        var input = JsonSerializer.Serialize(new { code = await CodeAsync(), request = new { headers = lower, body }, key, now });
        var items = JsonNode.Parse(await Command.RunAsync("node", ["-e", Runner], input))!.AsArray();
        return Assert.Single(items)!["json"]!.DeepClone();
    }

    private static Task<string> CodeAsync() => File.ReadAllTextAsync(Path.Combine(Folder, "check-signature.js"));

    private static PostRecord Post(string fields)
    {
        var json = $$"""{"@type":"message","chat_id":-1001500000001,{{fields}}}""";
        return PostMapper.Map(JsonSerializer.Deserialize(json, TdApiJson.Default.Message)!, "harbour_news");
    }

    private static string Sender(long id, string name, string? username) => JsonSerializer.Serialize(
        new NamedSenderJson("user") { UserId = id, Name = name, Username = username }, MentionJson.Default.NamedSenderJson);
}
