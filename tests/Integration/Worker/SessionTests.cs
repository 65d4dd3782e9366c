using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

[Collection(WorkerCollection.Name)]
public sealed class SessionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_restarted_worker_goes_on_without_a_login()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("steady_channel", 20);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("steady", "@steady_channel"));
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        await worker.DisposeAsync();
        Assert.Contains(worker.Lines, l => l.Contains("worker stopped", StringComparison.Ordinal));

        channel.Publish(new Post { Text = "while nobody looked" });
        var again = await scenario.StartWorkerAsync(settings);
        await WorkerScenario.SeeReadyAsync(again);
        Assert.Equal(1, (await WorkerScenario.ParseAsync(again)).PostsAdded);
        Assert.Single(scenario.Telegram.World.Calls.Of("auth.signIn"));
        Assert.Single(scenario.Telegram.World.Calls.Of("contacts.resolveUsername"));
    }

    [Fact]
    public async Task A_killed_worker_of_the_same_pod_takes_over_at_once()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("killed_channel", 20);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("killed", "@killed_channel"));
        var worker = await scenario.StartLoggedInAsync(settings, adjust: o => o with { PodUid = "pod-1" });
        await scenario.SeeParsedAsync(1);
        await worker.KillAsync();
        channel.Publish(new Post { Text = "in between" });
        var again = await scenario.StartWorkerAsync(settings, o => o with { PodUid = "pod-1" });
        await WorkerScenario.SeeReadyAsync(again);
        Assert.Equal(1, (await WorkerScenario.ParseAsync(again)).PostsAdded);
        Assert.Equal(2L, await scenario.ScalarAsync("SELECT epoch FROM sessions"));
    }

    [Fact]
    public async Task The_same_pod_does_not_take_over_from_a_process_that_lives()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var settings = scenario.Settings("alice");
        var first = await scenario.StartLoggedInAsync(settings, adjust: o => o with { PodUid = "pod-1" });
        var second = await scenario.StartWorkerAsync(settings, o => o with { PodUid = "pod-1" });
        var waiting = await WorkerScenario.SeeStateAsync(second, SessionState.WaitingForLease);
        Assert.Equal(Reasons.SessionHeld, waiting.Reason);
        Assert.Equal(SessionState.Ready, (await first.GetAsync<LoginStatus>(ControlPaths.Login)).State);
        Assert.Equal(1L, await scenario.ScalarAsync("SELECT epoch FROM sessions"));

        // Killed, it has not given its lease back: only the holder's name lets the other one in before it expires.
        await first.KillAsync();
        await WorkerScenario.SeeReadyAsync(second);
        Assert.Equal(2L, await scenario.ScalarAsync("SELECT epoch FROM sessions"));
    }

    [Theory]
    [InlineData("AUTH_KEY_UNREGISTERED", 401, Reasons.SessionRevoked)]
    [InlineData("AUTH_KEY_DUPLICATED", 406, Reasons.SessionDuplicated)]
    [InlineData("USER_DEACTIVATED_BAN", 401, Reasons.AccountBanned)]
    public async Task What_ended_a_session_is_told_until_the_next_login_by_later_workers_too(string error, int code, string reason)
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var settings = scenario.Settings("alice");
        var worker = await scenario.StartLoggedInAsync(settings);
        scenario.Telegram.Simulator.RevokeSessions("+15550000001", error, code);
        Assert.Equal(reason, (await WorkerScenario.SeeStateAsync(worker, SessionState.LoggedOut)).Reason);
        Assert.Equal(403, (await Assert.ThrowsAsync<WorkerRefusedException>(() => worker.ParseAsync())).Status);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT end_reason FROM sessions") as string, told => told == reason);
        await worker.DisposeAsync();

        var again = await scenario.StartWorkerAsync(settings);
        Assert.Equal(reason, (await WorkerScenario.SeeStateAsync(again, SessionState.LoggedOut)).Reason);
        await Eventually.SeeAsync(async () => (string)(await scenario.ScalarAsync("SELECT concat(state, ' ', reason) FROM sessions"))!, told => told == $"LoggedOut {reason}");
        await WorkerScenario.LogInAgainAsync(again, "+15550000001");
        await WorkerScenario.SeeReadyAsync(again);
        await Eventually.SeeAsync(async () => await scenario.ScalarAsync("SELECT end_reason FROM sessions"), told => told is DBNull);
    }

    [Fact]
    public async Task A_second_worker_waits_for_the_lease_and_gets_it_when_the_first_one_stops()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var settings = scenario.Settings("alice");
        var first = await scenario.StartLoggedInAsync(settings);
        var second = await scenario.StartWorkerAsync(settings);
        var waiting = await WorkerScenario.SeeStateAsync(second, SessionState.WaitingForLease);
        Assert.Equal(Reasons.SessionHeld, waiting.Reason);
        Assert.Equal(503, (await Assert.ThrowsAsync<WorkerRefusedException>(() => second.ParseAsync())).Status);
        await first.DisposeAsync();
        await WorkerScenario.SeeReadyAsync(second);
    }

    [Fact]
    public async Task A_login_to_another_account_than_the_first_is_refused()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice"));
        await worker.PostAsync<LoginStatus>(ControlPaths.Logout);
        var loggedOut = await Eventually.SeeAsync(() => worker.GetAsync<LoginStatus>(ControlPaths.Login), l => l.State == SessionState.LoggedOut);
        Assert.Equal(Reasons.LoggedOut, loggedOut.Reason);

        await WorkerScenario.LogInAgainAsync(worker, "+15550000002");
        var refused = await WorkerScenario.SeeStateAsync(worker, SessionState.Refused);
        Assert.Equal(Reasons.AccountMismatch, refused.Reason);
        Assert.Contains("1001", refused.Message, StringComparison.Ordinal);

        await WorkerScenario.LogInAgainAsync(worker, "+15550000001");
        await WorkerScenario.SeeReadyAsync(worker);
    }

    [Fact]
    public async Task An_account_that_another_user_holds_is_refused()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        await scenario.StartLoggedInAsync(scenario.Settings("alice"));
        var other = await scenario.StartWorkerAsync(scenario.Settings("also-alice"));
        await WorkerScenario.SeeStateAsync(other, SessionState.WaitingForLogin);
        await WorkerScenario.LogInAgainAsync(other, "+15550000001");
        Assert.Equal(Reasons.AccountClaimed, (await WorkerScenario.SeeStateAsync(other, SessionState.Refused)).Reason);
    }

    [Fact]
    public async Task A_session_that_Telegram_ends_waits_for_a_person_and_can_be_logged_in_again()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("ended_channel", 5);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice", WorkerScenario.Subscription("ended", "@ended_channel")));
        await scenario.SeeParsedAsync(1);
        scenario.Telegram.Simulator.RevokeSessions("+15550000001");
        channel.Publish(new Post { Text = "missed" });
        await Assert.ThrowsAnyAsync<Exception>(async () => Assert.Equal("success", (await worker.ParseAsync()).Status));
        var ended = await WorkerScenario.SeeStateAsync(worker, SessionState.LoggedOut);
        Assert.Equal(Reasons.SessionRevoked, ended.Reason);
        Assert.Equal(403, (await Assert.ThrowsAsync<WorkerRefusedException>(() => worker.ParseAsync())).Status);

        await WorkerScenario.LogInAgainAsync(worker, "+15550000001");
        await WorkerScenario.SeeReadyAsync(worker);
        await WorkerScenario.ParseAsync(worker);
        await StoredPosts.AssertEqualAsync(scenario.Database, "alice", channel);
    }

    [Fact]
    public async Task An_ended_session_is_told_as_such_before_the_client_for_the_next_login_is_open_too()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("held_channel", 5);
        await using var gate = PostgresGate.Open(scenario.ConnectionString);
        var worker = await scenario.StartLoggedInAsync(
            scenario.Settings("alice", WorkerScenario.Subscription("held", "@held_channel")), adjust: o => o with { Database = gate.ConnectionString() });
        await scenario.SeeParsedAsync(1);
        channel.Publish(new Post { Text = "on its way" });
        // No client is opened before what runs with the old one has ended.
        var storing = gate.StopRequest("INSERT INTO posts");
        var parse = worker.ParseAsync();
        await storing.Reached;
        scenario.Telegram.Simulator.RevokeSessions("+15550000001");
        await WorkerScenario.SeeStateAsync(worker, SessionState.LoggedOut);

        Assert.Equal((403, Reasons.SessionRevoked), Told(await Assert.ThrowsAsync<WorkerRefusedException>(() => worker.ParseAsync())));
        Assert.Equal((503, Reasons.WorkerStarting), Told(await Assert.ThrowsAsync<WorkerRefusedException>(
            () => worker.PostAsync<LoginStatus>(ControlPaths.LoginPhone, new LoginPhone("+15550000001")))));

        storing.Release();
        await parse.ContinueWith(_ => { }, TaskScheduler.Default);
        await WorkerScenario.LogInAgainAsync(worker, "+15550000001");
        await WorkerScenario.SeeReadyAsync(worker);

        static (int, string) Told(WorkerRefusedException refused) => (refused.Status, refused.Error.Reason);
    }

    [Fact]
    public async Task The_schedule_goes_on_after_a_session_that_ended_in_the_middle_of_a_parse()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var channel = scenario.AddChannel("cut_channel", 5);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("cut", "@cut_channel")) with { Schedule = new ScheduleSpec { Interval = "10s" } };
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        // The next scheduled parse is the call that learns of it.
        scenario.Telegram.Simulator.RevokeSessions("+15550000001");
        channel.Publish(new Post { Text = "missed" });
        await WorkerScenario.SeeStateAsync(worker, SessionState.LoggedOut);
        await WorkerScenario.LogInAgainAsync(worker, "+15550000001");
        await WorkerScenario.SeeReadyAsync(worker);
        await Eventually.SeeAsync(async () => (long)(await scenario.ScalarAsync("SELECT count(*) FROM posts"))!, posts => posts == channel.Posts.Count);
    }

    [Fact]
    public async Task A_password_in_the_Secret_answers_the_question_for_it()
    {
        var world = new SimulatedWorld(TimeProvider.System);
        world.Add(new Account { Phone = "+15550000001", User = new User { Id = 1001, FirstName = "Alice" }, Password = "correct horse" });
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster, world);
        var worker = await scenario.StartLoggedInAsync(scenario.Settings("alice"), adjust: o => o with { Password = "correct horse" });
        Assert.All(worker.Lines, l => Assert.DoesNotContain("correct horse", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_database_may_come_late_and_go_away()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var worker = await scenario.StartWorkerAsync(scenario.Settings("alice"), o => o with { Database = "Host=/nowhere;Username=nobody;Database=none" });
        var failed = await WorkerScenario.SeeStateAsync(worker, SessionState.Failed);
        Assert.Equal(Reasons.DatabaseUnavailable, failed.Reason);
        Assert.Equal(503, (await Assert.ThrowsAsync<WorkerRefusedException>(() => worker.ParseAsync())).Status);
        using var health = await worker.Metrics.GetAsync("/healthz");
        Assert.True(health.IsSuccessStatusCode);
    }

    [Fact]
    public async Task A_session_folder_that_cannot_be_opened_is_told_as_that_and_goes_on_once_it_can()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var inTheWay = "";
        var worker = await scenario.StartWorkerAsync(scenario.Settings("alice"), o =>
        {
            inTheWay = Directory.CreateDirectory(Path.Combine(o.Folder, "session", "td.binlog")).FullName;
            return o;
        });
        var failed = await WorkerScenario.SeeStateAsync(worker, SessionState.Failed);
        Assert.Equal(Reasons.SessionNotOpened, failed.Reason);
        Assert.Contains("could not be opened", failed.Message, StringComparison.Ordinal);

        Directory.Delete(inTheWay);
        await WorkerScenario.SeeStateAsync(worker, SessionState.WaitingForLogin);
    }

    [Fact]
    public async Task Commands_need_the_token_and_TLS()
    {
        await using var scenario = await WorkerScenario.StartAsync(postgres.Cluster);
        var worker = await scenario.StartWorkerAsync(scenario.Settings("alice"));
        using var plain = await worker.Metrics.GetAsync(ControlPaths.Login);
        Assert.Equal(404, (int)plain.StatusCode);
        using var metrics = await worker.Metrics.GetAsync("/metrics");
        Assert.Contains("tgparser_session_ready 0", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(401, await worker.StatusWithTokenAsync("wrong"));
        Assert.Equal(401, await worker.StatusWithTokenAsync(null));
    }
}
