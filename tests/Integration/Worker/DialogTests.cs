using TelegramParser.Contracts.Control;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class DialogTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_the_account_is_in_is_listed_by_folder_and_asked_for_once_a_minute()
    {
        var world = WorkerScenario.EmptyWorld();
        var alice = world.Accounts[0];
        world.Add(alice with { Folders = [new ChatFolder("News", [1600000001]), new ChatFolder("Всё", [1600000001, 1600000002])] });
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster, world);
        Add(1600000001, "Harbour News", "harbour_news").Join(1001);
        Add(1600000002, "Editors", username: null, isGroup: true).Join(1001);
        Add(1600000003, "Not joined", "not_joined");
        for (var i = 0; i < 150; i++)
            Add(1600001000 + i, $"Channel {i}", $"channel_{i}").Join(1001);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice"));

        var report = await worker.GetAsync<DialogReport>(ControlPaths.Dialogs);

        Assert.False(report.Truncated);
        Assert.Equal(["News", "Всё"], report.Folders);
        Assert.Equal(152, report.Dialogs.Count);
        var harbour = Assert.Single(report.Dialogs, dialog => dialog.Title == "Harbour News");
        Assert.Equal((-1001600000001, "harbour_news", "channel", 1, false), (harbour.ChatId, harbour.Username, harbour.Kind, harbour.MemberCount, harbour.Archived));
        Assert.Equal(["News", "Всё"], harbour.Folders);
        var editors = Assert.Single(report.Dialogs, dialog => dialog.Title == "Editors");
        Assert.Equal((null, "supergroup"), (editors.Username, editors.Kind));
        Assert.Equal(["Всё"], editors.Folders);

        var calls = world.Calls.Of("messages.getDialogs").Count;
        Assert.Equal(report.ListedAt, (await worker.GetAsync<DialogReport>(ControlPaths.Dialogs)).ListedAt);
        Assert.Equal(calls, world.Calls.Of("messages.getDialogs").Count);

        Channel Add(long id, string title, string? username, bool isGroup = false)
        {
            var channel = world.Add(new ChannelInfo { Id = id, Title = title, Username = username, IsGroup = isGroup });
            channel.Load(new Post { Text = title });
            return channel;
        }
    }
}
