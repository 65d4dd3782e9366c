using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.TelegramUsers;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;

namespace TelegramParser.UnitTests.Operator;

public sealed class UserStatusTests
{
    [Fact]
    public void A_user_that_parses_is_ready()
    {
        var status = Compute(Facts());
        Assert.Equal("Ready=True/Ready WorkerAvailable=True/WorkerRunning Authorized=True/LoggedIn Parsing=True/ParseSucceeded", Summary(status));
        Assert.Equal((1L, 1001L, "alice_reads", 10L, Samples.Now), (status.UserId, status.TelegramId, status.Username, status.PostsTotal, status.LastParseTime));
    }

    [Fact]
    public void Of_its_monitors_those_that_run_are_counted()
    {
        var observation = Facts().Observation! with { Monitors = [Observed.Watched("a"), Observed.Watched("b") with { ExaminedAt = null }, Observed.Watched("gone")] };
        var facts = Facts() with { Monitors = ["a", "b", "c"] };
        Assert.Equal((3, 1), Compute(facts with { Observation = observation }) is var status ? (status.Monitors, status.MonitorsRunning) : default);
        Assert.Equal(0, Compute(facts with { Observation = Silent(observation) }).MonitorsRunning);
    }

    [Fact]
    public void A_worker_that_runs_and_has_lost_its_way_to_Postgres_does_not_look_well()
    {
        var silent = Facts() with { Observation = Silent(Facts().Observation!) };
        Assert.Equal(
            "Ready=Unknown/DatabaseUnavailable WorkerAvailable=True/WorkerRunning Authorized=Unknown/DatabaseUnavailable Parsing=False/DatabaseUnavailable",
            Summary(Compute(silent)));
        // One that starts has no lease yet.
        var starting = silent with { Pod = PodWith(ready: false, new ContainerState { Running = new RunningState(Samples.Now) }) };
        Assert.Equal("False/WorkerStarting", Finding(Compute(starting), ConditionTypes.Ready));
    }

    [Fact]
    public void A_worker_that_has_told_nothing_for_a_minute_gets_no_connection_to_Postgres()
    {
        var closed = Facts() with { Observation = Silent(Observed.User(SessionState.Closed, subscriptions: Observed.Parsed("a"))) };
        foreach (var facts in new[] { closed, Facts() with { Observation = null } })
        {
            Assert.Equal("Unknown/WorkerStarting", Finding(UserStatus.Compute(facts, Samples.Now.AddSeconds(59)), ConditionTypes.Ready));
            Assert.Equal("Unknown/DatabaseUnavailable", Finding(UserStatus.Compute(facts, Samples.Now.AddSeconds(60)), ConditionTypes.Ready));
            Assert.Equal(Samples.Now.AddSeconds(60), UserFindings.TellsBy(facts));
        }
        Assert.Null(UserFindings.TellsBy(Facts()));
        Assert.Equal("True/Ready", Finding(UserStatus.Compute(Facts(), Samples.Now.AddHours(1)), ConditionTypes.Ready));
    }

    [Theory]
    [InlineData(SessionState.WaitingForLogin, null, "False/LoginRequired")]
    [InlineData(SessionState.WaitingForCode, null, "False/LoginRequired")]
    [InlineData(SessionState.WaitingForPassword, null, "False/LoginRequired")]
    [InlineData(SessionState.WaitingForQrScan, Reasons.SessionRevoked, "False/SessionRevoked")]
    [InlineData(SessionState.LoggedOut, null, "False/LoggedOut")]
    [InlineData(SessionState.LoggedOut, Reasons.SessionRevoked, "False/SessionRevoked")]
    [InlineData(SessionState.Refused, Reasons.AccountClaimed, "False/AccountClaimed")]
    [InlineData(SessionState.Refused, null, "False/AccountMismatch")]
    [InlineData(SessionState.WaitingForLease, null, "Unknown/SessionHeld")]
    [InlineData(SessionState.Starting, null, "Unknown/WorkerStarting")]
    public void The_session_decides_about_authorized_and_with_it_about_ready(SessionState state, string? reason, string expected)
    {
        var status = Compute(Facts() with { Observation = Observed.User(state, reason, "told by the worker", subscriptions: Observed.Parsed("a")) });
        Assert.Equal(expected, Finding(status, ConditionTypes.Authorized));
        Assert.Equal(expected, Finding(status, ConditionTypes.Ready));
        Assert.StartsWith("False", Finding(status, ConditionTypes.Parsing), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SessionState.LoggedOut, Reasons.SessionRevoked)]
    [InlineData(SessionState.LoggedOut, Reasons.SessionDuplicated)]
    [InlineData(SessionState.Refused, Reasons.AccountMismatch)]
    [InlineData(SessionState.WaitingForLogin, Reasons.PhoneNotRegistered)]
    public void A_session_that_a_person_must_mend_is_told_with_the_way_to_its_login(SessionState state, string reason)
    {
        var status = Compute(Facts() with { Observation = Observed.User(state, reason, "Told by the worker.") });
        Assert.Equal(
            "Told by the worker. The login page is /login/default:alice of the web server.", Condition(status, ConditionTypes.Authorized).Message);
    }

    [Fact]
    public void The_steps_of_a_login_are_one_condition()
    {
        var waiting = Compute(Facts() with { Observation = Observed.User(SessionState.WaitingForQrScan, Reasons.LoginRequired, "Scan it.") });
        var code = Compute(Facts() with { Observation = Observed.User(SessionState.WaitingForCode, Reasons.LoginRequired, "Type it.") });
        Assert.Equal(Condition(waiting, ConditionTypes.Authorized), Condition(code, ConditionTypes.Authorized));
        Assert.Contains("/login/default:alice", Condition(code, ConditionTypes.Authorized).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_flood_wait_is_told_with_its_end()
    {
        var facts = Facts() with { Observation = Facts().Observation!.With(new FloodWaitRow("history", Samples.Now.AddSeconds(600))) };
        Assert.Equal("False/FloodWait", Finding(Compute(facts), ConditionTypes.Ready));
        Assert.Contains("2026-01-01 00:10:00", Condition(Compute(facts), ConditionTypes.Parsing).Message, StringComparison.Ordinal);
        Assert.Equal("True/Ready", Finding(UserStatus.Compute(facts, Samples.Now.AddSeconds(600)), ConditionTypes.Ready));
    }

    [Fact]
    public void A_failed_channel_is_named()
    {
        var facts = Facts() with { Observation = Observed.User(subscriptions: [Observed.Parsed("good"), Observed.Failed("broken", "X", "m")]) };
        Assert.Equal("False/ParseFailed", Finding(Compute(facts), ConditionTypes.Ready));
        Assert.Contains("broken", Condition(Compute(facts), ConditionTypes.Parsing).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("good", Condition(Compute(facts), ConditionTypes.Parsing).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suspended_user_is_as_asked()
    {
        var status = Compute(Facts() with { User = Samples.User(spec: new() { Suspend = true }) });
        Assert.Equal("True/Suspended", Finding(status, ConditionTypes.Ready));
        Assert.Equal("False/Suspended", Finding(status, ConditionTypes.Parsing));
    }

    [Fact]
    public void A_problem_of_the_spec_goes_before_everything_while_the_rest_stays_true()
    {
        var status = Compute(Facts() with { Invalid = new Problem(Reasons.InvalidSpec, "Bad.") });
        Assert.Equal("Ready=False/InvalidSpec WorkerAvailable=True/WorkerRunning Authorized=True/LoggedIn Parsing=True/ParseSucceeded", Summary(status));
    }

    [Fact]
    public void Without_a_pod_the_reason_is_what_keeps_it_from_being_made()
    {
        var blocked = Facts() with { Pod = null, Blocked = new Problem(Reasons.SessionKeyMissing, "Gone.") };
        Assert.Equal("False/SessionKeyMissing", Finding(Compute(blocked), ConditionTypes.WorkerAvailable));
        Assert.Equal("False/WorkerStarting", Finding(Compute(Facts() with { Pod = null }), ConditionTypes.WorkerAvailable));
    }

    [Fact]
    public void A_crashed_worker_is_told_from_one_that_starts()
    {
        var crashed = PodWith(ready: false, new ContainerState { Waiting = new WaitingState("CrashLoopBackOff") }, exitCode: 134);
        Assert.Equal("False/WorkerCrashed", Finding(Compute(Facts() with { Pod = crashed }), ConditionTypes.Ready));
        Assert.Contains("134", Condition(Compute(Facts() with { Pod = crashed }), ConditionTypes.Ready).Message, StringComparison.Ordinal);
        var starting = PodWith(ready: false, new ContainerState { Running = new RunningState(Samples.Now) }, exitCode: 134);
        Assert.Equal("False/WorkerStarting", Finding(Compute(Facts() with { Pod = starting }), ConditionTypes.Ready));
    }

    [Fact]
    public void Without_the_database_conditions_are_unknown_and_the_rest_stays_as_it_was()
    {
        var before = Compute(Facts());
        var status = Compute(Facts() with { User = Samples.User() with { Status = before }, Database = DatabaseState.Unavailable });
        Assert.Equal(
            "Ready=Unknown/DatabaseUnavailable WorkerAvailable=True/WorkerRunning Authorized=Unknown/DatabaseUnavailable Parsing=Unknown/DatabaseUnavailable",
            Summary(status));
        Assert.Equal((before.PostsTotal, before.UserId, before.LastParseTime), (status.PostsTotal, status.UserId, status.LastParseTime));
    }

    [Fact]
    public void The_transition_time_moves_only_with_the_status()
    {
        var first = Compute(Facts());
        var later = Samples.Now.AddHours(1);
        var user = Samples.User() with { Status = first };
        var same = UserStatus.Compute(Facts() with { User = user }, later);
        Assert.All(same.Conditions, condition => Assert.Equal(Samples.Now, condition.LastTransitionTime));
        var changed = UserStatus.Compute(Facts() with { User = user, Observation = Observed.User(SessionState.LoggedOut) }, later);
        Assert.Equal(later, Condition(changed, ConditionTypes.Ready).LastTransitionTime);
        Assert.Equal(Samples.Now, Condition(changed, ConditionTypes.WorkerAvailable).LastTransitionTime);
    }

    private static UserObservation Silent(UserObservation observation) =>
        observation with { Overview = observation.Overview with { Session = observation.Overview.Session! with { LeaseValid = false } } };

    private static UserFacts Facts() => new()
    {
        User = Samples.User(),
        Pod = PodWith(ready: true, new ContainerState { Running = new RunningState(Samples.Now) }),
        Database = DatabaseState.Available,
        Observation = Observed.User(subscriptions: Observed.Parsed("a")),
        Subscriptions = 1,
    };

    private static Pod PodWith(bool ready, ContainerState state, int? exitCode = null) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = "alice-worker-0" },
        Spec = new PodSpec { Containers = [] },
        Status = new PodStatus
        {
            Conditions = [new PodCondition("Ready", ready ? "True" : "False")],
            ContainerStatuses =
            [
                new ContainerStatus
                {
                    Name = "worker",
                    State = state,
                    LastState = exitCode is { } code ? new ContainerState { Terminated = new TerminatedState(code) } : null,
                },
            ],
        },
    };

    private static TelegramUserStatus Compute(UserFacts facts) => UserStatus.Compute(facts, Samples.Now);

    private static Condition Condition(TelegramUserStatus status, string type) => ConditionList.Find(status.Conditions, type)!;

    private static string Finding(TelegramUserStatus status, string type) =>
        $"{Condition(status, type).Status}/{Condition(status, type).Reason}";

    private static string Summary(TelegramUserStatus status) =>
        string.Join(' ', status.Conditions.Select(condition => $"{condition.Type}={condition.Status}/{condition.Reason}"));
}
