using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness;
using TelegramParser.Harness.Fuzzing;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Posts;
using TelegramParser.Worker.Enrichment.Extraction;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Settings;
using TelegramParser.Worker.Telegram.Api;
using File = System.IO.File;
using ProxyType = TelegramParser.Contracts.Resources.ProxyType;

namespace TelegramParser.UnitTests.Fuzzing;

/// <summary>Whatever comes in, it is used or refused with what is wrong with it; nothing crashes and nothing goes round in circles.</summary>
public sealed class FuzzTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tgp-fuzz-").FullName;

    private static string[] Manifests => [.. Directory.GetFiles(Path.Combine(Repository.Root, "examples"), "*.yaml", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(File.ReadAllText)];

    [Fact]
    public void A_damaged_manifest_is_read_or_said_to_be_wrong() => Fuzz.Damaged("manifests", Manifests, 1_500, text =>
    {
        var file = ManifestParser.Parse("a.yaml", text);
        Assert.All(file.Errors, error => Assert.NotEqual("", error.Message));
        foreach (var entry in file.Entries.Where(entry => entry.Object is not null))
        {
            _ = entry.Object switch
            {
                TelegramUser user => TelegramUserValidation.Check(user),
                ChannelSubscription subscription => ChannelSubscriptionValidation.Check(subscription),
                GroupMonitor monitor => GroupMonitorValidation.Check(monitor),
                _ => null,
            };
        }
    });

    [Fact]
    public void Damaged_settings_of_a_worker_are_used_or_refused()
    {
        var path = Path.Combine(_folder, "worker.json");
        Fuzz.DamagedJson("worker.json", [WorkerSettingsJson.Serialize(Settings)], 2_000, text =>
        {
            File.WriteAllText(path, text);
            try
            {
                new SettingsFile(path, _ => { }, TimeProvider.System, NullLogger<SettingsFile>.Instance).Load();
            }
            catch (SettingsException refused)
            {
                Assert.NotEqual("", refused.Message);
            }
        });
    }

    [Fact]
    public void A_damaged_message_is_stored_or_recorded_as_unreadable() =>
        Fuzz.DamagedJson("TDLib's messages", Messages, 4_000, text =>
        {
            Message message;
            try
            {
                message = JsonSerializer.Deserialize($$"""{"@type":"messages","total_count":1,"messages":[{{text}}]}""", TdApiJson.Default.Messages)!.Items[0]!;
            }
            catch (JsonException)
            {
                // The connection's own bound: such an answer fails the request, such an update is passed over.
                return;
            }
            var page = PageMapper.Map(-1001500000001, [message], "dailynews", new CursorMove.None());
            Assert.Equal(1, page.Posts.Count + page.Unreadable.Count);
        });

    [Fact]
    public void A_damaged_update_is_read_or_passed_over() =>
        Fuzz.DamagedJson("TDLib's updates", [.. Messages.Select(message => $$"""{"@type":"updateChatLastMessage","chat_id":-1001500000001,"last_message":{{message}}}"""), """{"@type":"updateAuthorizationState","authorization_state":{"@type":"authorizationStateWaitCode","code_info":{"phone_number":"1","type":{"@type":"authenticationCodeTypeSms","length":5},"timeout":60}}}"""],
            2_000, text =>
            {
                try
                {
                    Assert.NotNull(JsonSerializer.Deserialize(text, TdApiJson.Default.TdUpdate));
                }
                catch (JsonException refused)
                {
                    Assert.NotEqual("", refused.Message);
                }
            });

    [Fact]
    public void A_damaged_page_is_read()
    {
        string[] pages = [.. Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Unit", "Worker", "Enrichment", "Extraction", "pages"), "*.html")
            .Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        Fuzz.Damaged("HTML pages", pages, 400, html => Assert.NotNull(ArticleExtractor.Extract(html, new Uri("https://site.example/page"))));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static WorkerSettings Settings => new()
    {
        Installation = "i",
        Namespace = "n",
        Name = "a",
        Schedule = new ScheduleSpec { Cron = "*/15 * * * *", TimeZone = "Europe/Berlin" },
        Proxy = new ProxySettings(ProxyType.Mtproto, "127.0.0.1", 443),
        Subscriptions =
        [
            new SubscriptionSettings { Name = "s", Channel = "@abcd", Backfill = new BackfillSpec { Limit = 10 }, Schedule = new ScheduleSpec { Interval = "1m" } },
            new SubscriptionSettings { Name = "t", Channel = "-1001234567890", Refresh = new RefreshSpec { Window = "3d", Interval = "1h" }, Enrichment = new EnrichmentSpec() },
        ],
        Monitors = [new MonitorSettings { Name = "m", Group = "@group", Triggers = new TriggersSpec { Mentions = true, Keywords = ["ship"], Patterns = ["sh.p"] } }],
    };

    private static string[] Messages =>
    [
        Message(""" "content":{"@type":"messageText","text":{"@type":"formattedText","text":"a https://b.example","entities":[{"offset":2,"length":17,"type":{"@type":"textEntityTypeUrl"}},{"offset":0,"length":1,"type":{"@type":"textEntityTypeTextUrl","url":"https://c.example"}}]},"link_preview":{"@type":"linkPreview","url":"https://b.example","display_url":"b.example","title":"T","description":{"text":"d","entities":[]},"author":""}} """),
        Message(""" "content":{"@type":"messagePhoto","photo":{"sizes":[{"type":"x","photo":{"id":1,"size":5,"remote":{"id":"r","unique_id":"u"}},"width":1,"height":2}]},"caption":{"text":"c","entities":[]}} """),
        Message(""" "content":{"@type":"messagePoll","poll":{"id":"5","question":{"text":"q","entities":[]},"options":[{"text":{"text":"o","entities":[]},"voter_count":1,"vote_percentage":100}],"total_voter_count":1,"is_anonymous":true,"is_closed":false,"type":{"@type":"pollTypeRegular"}}} """),
        Message(""" "forward_info":{"origin":{"@type":"messageOriginChannel","chat_id":-1005,"message_id":3145728,"author_signature":"A"},"date":9},"reply_to":{"@type":"messageReplyToMessage","chat_id":-1001500000001,"message_id":4194304,"quote":{"text":{"text":"p","entities":[]},"position":3}},"interaction_info":{"view_count":3,"forward_count":1,"reply_info":{"reply_count":2},"reactions":{"reactions":[{"type":{"@type":"reactionTypeEmoji","emoji":"x"},"total_count":2}]}},"content":{"@type":"messageChatChangeTitle","title":"N"} """),
    ];

    private static string Message(string fields) =>
        $$"""{"@type":"message","id":1048576,"chat_id":-1001500000001,"date":1767225600,"edit_date":0,"author_signature":"","media_album_id":"0",{{fields}}}""";
}
