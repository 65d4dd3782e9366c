using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class SessionStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Why_a_session_ended_is_remembered_until_a_report_without_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var store = new SessionStore(database);
        Assert.Null(await store.FindLastEndAsync(token.UserId, CancellationToken.None));
        var end = new SessionEnd(SessionState.LoggedOut, Reasons.SessionRevoked, "Log in again.");

        await store.ReportAsync(token, new SessionReport(SessionState.Closed, LastEnd: end), CancellationToken.None);
        Assert.Equal(end, await store.FindLastEndAsync(token.UserId, CancellationToken.None));

        await store.ReportAsync(token, new SessionReport(SessionState.Ready), CancellationToken.None);
        Assert.Null(await store.FindLastEndAsync(token.UserId, CancellationToken.None));
    }

    [Fact]
    public async Task A_report_is_what_the_operator_sees()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();

        await new SessionStore(database).ReportAsync(
            token,
            new SessionReport(SessionState.WaitingForCode, Reasons.LoginRequired, "Enter the code.", "Ready", "abc", "loop-1"),
            None);

        var session = (await new UserQueries(database).FindAsync(Installation, token.UserId, None))!.Session!;
        Assert.Equal(
            (SessionState.WaitingForCode, Reasons.LoginRequired, "Enter the code.", "Ready", "abc", "loop-1", "https://worker:8443", true),
            (session.State, session.Reason, session.Message, session.Connection, session.SettingsHash, session.EventLoopId,
             session.ControlUrl, session.LeaseValid));
    }

    [Fact]
    public async Task A_session_starts_with_its_event_loop()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();

        var first = await ReportAsync("loop-1");
        var second = await ReportAsync("loop-1");
        var third = await ReportAsync("loop-2");

        Assert.Equal(first, second);
        Assert.True(third > second);

        async Task<DateTimeOffset> ReportAsync(string loop)
        {
            await new SessionStore(database).ReportAsync(token, new SessionReport(SessionState.Ready, EventLoopId: loop), None);
            return (await new UserQueries(database).FindAsync(Installation, token.UserId, None))!.Session!.StartedAt!.Value;
        }
    }

    [Fact]
    public async Task Flood_waits_are_listed_until_they_have_passed()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var sessions = new SessionStore(database);
        var day = TimeSpan.FromDays(1);

        await sessions.SetFloodWaitAsync(token, "history", day, None);
        await sessions.SetFloodWaitAsync(token, "history", day / 2, None);
        await sessions.SetFloodWaitAsync(token, "resolve", TimeSpan.Zero, None);

        var left = Assert.Single(await sessions.ListFloodWaitsAsync(token.UserId, None));
        Assert.Equal("history", left.Method);
        Assert.InRange(left.Left, day - TimeSpan.FromMinutes(10), day);
        // Until when is the database's time, whatever the worker's clock is set to.
        await using var time = database.CreateCommand("SELECT clock_timestamp()");
        var now = (DateTime)(await time.ExecuteScalarAsync())!;
        var shown = Assert.Single((await new UserQueries(database).FindAsync(Installation, token.UserId, None))!.FloodWaits);
        Assert.Equal("history", shown.Method);
        Assert.InRange(shown.Until.UtcDateTime, now + day - TimeSpan.FromMinutes(10), now + day);
    }

    [Fact]
    public async Task The_first_login_pins_the_account_and_another_is_refused()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var token = await database.TakeLeaseAsync();
        var sessions = new SessionStore(database);

        Assert.Equal(new PinOutcome.Pinned(), await sessions.PinAccountAsync(token, 700, "ann", "Ann", None));
        Assert.Equal(new PinOutcome.Mismatch(700), await sessions.PinAccountAsync(token, 701, "eve", "Eve", None));
        Assert.Equal(new PinOutcome.Pinned(), await sessions.PinAccountAsync(token, 700, "ann2", "Ann B", None));

        var user = await new UserStore(database).FindAsync(token.UserId, None);
        Assert.Equal((700, "ann2", "Ann B"), (user!.TelegramId, user.Username, user.DisplayName));
    }

    [Fact]
    public async Task An_account_that_another_user_has_is_refused()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var ann = await database.TakeLeaseAsync("ann");
        var bob = await database.TakeLeaseAsync("bob");
        var sessions = new SessionStore(database);
        await sessions.PinAccountAsync(ann, 700, null, null, None);

        var outcome = await sessions.PinAccountAsync(bob, 700, null, null, None);

        Assert.Equal(new PinOutcome.ClaimedBy(new UserKey(Installation, "default", "ann")), outcome);
    }

    [Fact]
    public async Task Of_two_users_that_pin_one_account_at_once_one_gets_it()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var sessions = new SessionStore(database);
        var tokens = new[] { await database.TakeLeaseAsync("ann"), await database.TakeLeaseAsync("bob"), await database.TakeLeaseAsync("eve") };

        var outcomes = await Task.WhenAll(tokens.Select(token => sessions.PinAccountAsync(token, 700, null, null, None)));

        Assert.Single(outcomes.OfType<PinOutcome.Pinned>());
        Assert.Equal(2, outcomes.OfType<PinOutcome.ClaimedBy>().Count());
    }

    [Fact]
    public async Task The_account_of_a_user_whose_resource_is_gone_passes_to_the_next()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var sessions = new SessionStore(database);
        var ann = await database.TakeLeaseAsync("ann");
        var bob = await database.TakeLeaseAsync("bob");
        await sessions.PinAccountAsync(ann, 700, null, null, None);
        await new UserStore(database).OrphanAsync(new UserKey(Installation, "default", "ann"), None);

        Assert.Equal(new PinOutcome.Pinned(), await sessions.PinAccountAsync(bob, 700, null, null, None));
        Assert.IsType<PinOutcome.ClaimedBy>(await sessions.PinAccountAsync(ann, 700, null, null, None));
    }
}
