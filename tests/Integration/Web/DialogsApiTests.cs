using System.CommandLine;
using System.Net;
using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Web;
using TelegramParser.Harness.Workers;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Operator.Cli;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>What an account is in: through the REST API, and through <c>operator channels</c>, which uses it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class DialogsApiTests(PostgresFixture postgres)
{
    private static readonly DialogReport Report = new(
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Truncated: false, ["News", "Work"],
        [
            new Dialog(-1001500000002, "zebra", "zebra_news", "channel", 7, Archived: false, ["News"]),
            new Dialog(-1001500000001, "News", "news", "channel", null, Archived: false, ["News", "Work"]),
            new Dialog(-1001500000003, "Editors\n- evil: \u202Eyaml", null, "supergroup", 12, Archived: true, []),
        ]);

    [Fact]
    public async Task Dialogs_are_listed_by_title_in_pages_with_their_subscriptions()
    {
        await using var web = await StartAsync();

        var first = await web.Http.JsonAsync("/users/default:alice/dialogs?limit=2");
        Assert.Equal((3, "2026-01-02T03:04:05+00:00", false), ((int)first["total"]!, (string?)first["listed_at"], (bool)first["truncated"]!));
        Assert.Equal("""["News","Work"]""", first["folders"]!.ToJsonString());
        Assert.Equal(
            """{"chat_id":-1001500000001,"title":"News","username":"news","kind":"channel","member_count":null,"archived":false,"folders":["News","Work"],"subscription":"sub-news"}""",
            first["dialogs"]![1]!.ToJsonString());
        var second = await web.Http.JsonAsync($"/users/default:alice/dialogs?limit=2&cursor={(string?)first["next_cursor"]}");
        Assert.Equal(("zebra", null), ((string?)Assert.Single(second["dialogs"]!.AsArray())!["title"], (string?)second["next_cursor"]));
        Assert.Equal(1, (int)(await web.Http.JsonAsync("/users/default:alice/dialogs?folder=work"))["total"]!);
        await web.Http.ProblemAsync("/users/default:alice/dialogs?cursor=7", HttpStatusCode.BadRequest, "invalid_parameter");
        await web.Http.ProblemAsync("/users/default:nobody/dialogs", HttpStatusCode.NotFound, "user_not_found");
    }

    [Fact]
    public async Task Channels_are_listed_on_the_terminal_and_written_as_manifests()
    {
        await using var web = await StartAsync();

        Assert.Equal(
            "-1001500000003\tsupergroup\tEditors - evil: yaml\n@news\tchannel\tNews\tNews, Work\tread by sub-news\n@zebra_news\tchannel\tzebra\tNews\n",
            await RunAsync(web, "--user", "alice"));

        var manifests = ManifestParser.Parse("all.yaml", await RunAsync(web, "--user", "default:alice", "--yaml"));
        Assert.Empty(manifests.Errors);
        Assert.Equal(["default/alice-c1500000003", "default/alice-zebra-news"], manifests.Entries.Select(entry => $"{entry.Key}"));

        var folder = Directory.CreateTempSubdirectory("tgp-channels-");
        try
        {
            await RunAsync(web, "--user", "alice", "--folder", "News", "--write", folder.FullName);
            Assert.Equal("alice-zebra-news.yaml", Assert.Single(folder.GetFiles()).Name);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
        var refusal = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(web, "--user", "alice", "--channel", "@other"));
        Assert.Equal("The account is not in @other, as far as was asked for.", refusal.Message);
        refusal = await Assert.ThrowsAsync<UserErrorException>(() => RunAsync(web, "--user", "nobody"));
        Assert.Contains("refuses with 404: No user 'default:nobody' is stored.", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<WebInstallation> StartAsync()
    {
        var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (alice, worker) = await web.AddUserWithWorkerAsync("alice");
        await alice.SubscribeAsync(("sub-news", "@news", new ChannelRow(-1001500000001, "News", "news", "channel")));
        worker.OnDialogs = () => ScriptedWorker.Answer(Report);
        return web;
    }

    private static async Task<string> RunAsync(WebInstallation web, params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        await new RootCommand { ChannelsCommand.Build() }
            .Parse(["channels", "--url", $"{web.Url}", .. arguments], new ParserConfiguration { ResponseFileTokenReplacer = null })
            .InvokeAsync(new InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });
        return output.ToString();
    }
}
