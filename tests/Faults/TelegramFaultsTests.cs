using TelegramParser.Contracts.Resources;
using TelegramParser.FaultTests.Reliability;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.World;
using CallFault = TelegramParser.TelegramSimulator.World.Fault;
using Fault = TelegramParser.FaultTests.Reliability.Fault;

namespace TelegramParser.FaultTests;

/// <summary>Telegram is slow, refuses or says little, while posts come.</summary>
public sealed class TelegramFaultsTests(FaultPostgres postgres) : IClassFixture<FaultPostgres>
{
    private const int History = 100;
    private const int News = 200;

    // What reading new posts may ask for, and what a start asks for.
    private static readonly string[] Methods =
    [
        "messages.getHistory", "updates.getChannelDifference", "channels.getFullChannel", "channels.getChannels", "channels.getMessages",
        "contacts.resolveUsername", "updates.getState", "messages.getMessagesViews",
    ];

    [Fact]
    public Task Slow() => DisturbAsync(Fault.TelegramSlow, 1, scene =>
    {
        scene.World.Faults.Add(new CallFault { DelayMilliseconds = 1_000 });
        scene.Publish(News);
        return scene.SeeAllStoredAsync();
    });

    [Fact]
    public Task Errors_of_its_own()
    {
        const int errors = 3;
        return DisturbAsync(Fault.TelegramErrors, errors, async scene =>
        {
            foreach (var method in Methods)
                scene.World.Faults.Add(new CallFault { Method = method, Code = 500, Error = "INTERNAL" });
            scene.Publish(News);
            await SeeErrorsAsync(scene, "INTERNAL", errors);
        });
    }

    [Fact]
    public Task Flood_waits_of_every_method_that_reading_needs() => DisturbAsync(Fault.FloodWaits, 1, async scene =>
    {
        await scene.KillAsync();
        foreach (var method in Methods)
            scene.World.Faults.AddFloodWait(method, seconds: 4, times: 1);
        await scene.EnsureRunningAsync();
        scene.Publish(News);
        await SeeErrorsAsync(scene, "FLOOD_WAIT", atLeast: 3);
    });

    [Fact]
    public Task A_difference_that_is_too_long() => DisturbAsync(Fault.DifferenceTooLong, 1, scene =>
    {
        scene.World.Updates.LongestDifference = 5;
        scene.Publish(2_000);
        return Task.CompletedTask;
    });

    [Theory]
    [InlineData("AUTH_KEY_UNREGISTERED", 401, Reasons.SessionRevoked)]
    [InlineData("AUTH_KEY_DUPLICATED", 406, Reasons.SessionDuplicated)]
    [InlineData("USER_DEACTIVATED_BAN", 401, Reasons.AccountBanned)]
    public Task The_session_ends(string error, int code, string reason)
    {
        var fault = reason switch
        {
            Reasons.SessionRevoked => Fault.SessionRevoked,
            Reasons.SessionDuplicated => Fault.SessionDuplicated,
            _ => Fault.AccountBanned,
        };
        return DisturbAsync(fault, 1, async scene =>
        {
            scene.EndSessions(error, code);
            scene.Publish(News);
            await scene.SeeSessionEndAsync(reason);
            await scene.LogInAgainAsync();
        }, logins: 2);
    }

    [Fact]
    public Task The_channel_becomes_private() => DisturbAsync(Fault.ChannelPrivate, 1, async scene =>
    {
        var name = scene.Channel.Info.Username;
        scene.World.Rename(scene.Channel, username: null);
        scene.Publish(News);
        await scene.SeeReasonAsync(Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.ChannelNotFound);
        scene.World.Rename(scene.Channel, name);
    });

    [Fact]
    public Task The_channel_bans_the_account() => DisturbAsync(Fault.ChannelBan, 1, async scene =>
    {
        var account = scene.World.Accounts[0].User.Id;
        scene.Channel.Ban(account);
        scene.Publish(News);
        await scene.SeeReasonAsync(Reasons.ChannelBanned, Reasons.ChannelPrivate);
        scene.Channel.Unban(account);
    });

    [Fact]
    public Task The_channel_is_renamed_and_another_takes_its_name() => DisturbAsync(Fault.ChannelRenamed, 1, async scene =>
    {
        var name = scene.Channel.Info.Username!;
        scene.World.Rename(scene.Channel, "harbour_times");
        var other = scene.World.Add(new ChannelInfo { Id = 1_699_999_999, Title = "Not the harbour", Username = name });
        other.Load(new Post { Text = "nobody subscribed to this" });
        scene.Publish(News);
        await scene.SeeReasonAsync(Reasons.ChannelRenamed);
    });

    private static Task SeeErrorsAsync(FaultScene scene, string error, int atLeast) => Eventually.SeeAsync(
        () => Task.FromResult(scene.World.Calls.All.Count(call => call.Error?.StartsWith(error, StringComparison.Ordinal) == true)),
        seen => seen >= atLeast,
        TimeSpan.FromMinutes(2));

    private async Task DisturbAsync(Fault fault, int times, Func<FaultScene, Task> disturbAsync, int logins = 1)
    {
        await using var scene = await FaultScene.SetReadAsync(postgres.Cluster, History);
        await disturbAsync(scene);
        scene.World.Faults.Clear();
        var recovery = await Recovery.MeasureAsync(scene.SeeAllStoredAsync);
        await FaultTable.RecordAsync(fault, times, await scene.FindAsync(logins: logins), recovery);
    }
}
