using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The checks that a user's conditions are made of.</summary>
internal static class UserFindings
{
    // Shorter waits pass unnoticed: the worker waits, and is on time again.
    private static readonly TimeSpan WaitWorthTelling = TimeSpan.FromSeconds(30);

    // Far longer than a worker takes from its start to its first report.
    private static readonly TimeSpan TimeToTell = TimeSpan.FromMinutes(1);

    // More names would make a message that nobody reads.
    private const int MostNames = 5;

    /// <summary>Whether the worker runs and answers.</summary>
    public static Finding WorkerAvailable(UserFacts facts)
    {
        if (facts.Pod is { IsReady: true })
            return Finding.True(Reasons.WorkerRunning, "The worker runs.");
        if (facts.Pod is null && (facts.Invalid ?? facts.Blocked) is { } problem)
            return Finding.False(problem);
        var crashed = facts.Pod?.Status?.ContainerStatuses?.FirstOrDefault(container =>
            container.State?.Waiting is { Reason: "CrashLoopBackOff" });
        // The same words with a pod and without: its subscriptions repeat them, and each would be written again.
        return crashed is null
            ? Finding.False(Reasons.WorkerStarting, "The worker is being started.")
            : Finding.False(
                Reasons.WorkerCrashed,
                $"The worker ended with code {crashed.LastState?.Terminated?.ExitCode} and is restarted, ever more slowly. See its logs: pod {facts.Pod!.Metadata.Name}.");
    }

    /// <summary>Whether the session is logged in to the right account.</summary>
    public static Finding Authorized(UserFacts facts, DateTimeOffset now)
    {
        if (facts.Database is not DatabaseState.Available)
            return Finding.NoDatabase;
        var session = facts.Observation?.Overview.Session;
        // What it told last stands in Postgres for good, and its pod is ready as long as its control API answers.
        if (session is { State: SessionState.Ready, LeaseValid: false } && facts.Pod is { IsReady: true })
        {
            return Finding.Unknown(
                Reasons.DatabaseUnavailable,
                "The worker runs, but gets no connection to Postgres: its lease has expired. Nothing is parsed until it does; it goes on by itself then. See its logs.");
        }
        if (TellsBy(facts) <= now)
        {
            return Finding.Unknown(
                Reasons.DatabaseUnavailable,
                "The worker runs, but has recorded nothing in Postgres since its start: it gets no connection, be it for its password, the address or the network. Nothing is parsed until it does; it goes on by itself then. See its logs.");
        }
        var told = session?.Message;
        return session?.State switch
        {
            SessionState.Ready => Finding.True(Reasons.LoggedIn, "The session is logged in."),
            SessionState.WaitingForLogin or SessionState.WaitingForCode or SessionState.WaitingForPassword or SessionState.WaitingForQrScan =>
                LoginNeeded(facts.User, session.Reason, told),
            SessionState.LoggingOut or SessionState.LoggedOut =>
                LoginAgain(facts.User, session.Reason ?? Reasons.LoggedOut, told ?? "The session has ended. Log in again."),
            SessionState.Refused =>
                LoginAgain(facts.User, session.Reason ?? Reasons.AccountMismatch, told ?? "The login was for an account that this user must not use."),
            SessionState.Failed =>
                Finding.False(session.Reason ?? Reasons.WorkerCrashed, told ?? "The Telegram client cannot start. See the worker's logs."),
            SessionState.WaitingForLease =>
                Finding.Unknown(Reasons.SessionHeld, "Another worker still holds the session; this one takes over when its lease has expired."),
            _ => Finding.Unknown(Reasons.WorkerStarting, "The worker has not told yet whether the session is logged in."),
        };
    }

    /// <summary>When a worker that has told nothing since its start should have done so; null when there is none.</summary>
    public static DateTimeOffset? TellsBy(UserFacts facts) =>
        facts.Pod is { IsReady: true } && facts.Observation?.Overview.Session is null or { LeaseValid: false }
            ? facts.Pod?.Status?.ContainerStatuses?.Select(container => container.State?.Running?.StartedAt + TimeToTell).Max()
            : null;

    // One message for all steps of a login, so that each step is no transition; a worker's own where it knows more.
    private static Finding LoginNeeded(TelegramUser user, string? reason, string? told) =>
        reason is null or Reasons.LoginRequired || told is null
            ? Finding.False(
                reason ?? Reasons.LoginRequired,
                $"A person must log in: open the login page, {LoginPage(user)}.")
            : LoginAgain(user, reason, told);

    // What the worker has told, and where a person goes with it.
    private static Finding LoginAgain(TelegramUser user, string reason, string told) =>
        Finding.False(reason, $"{told} The login page is {LoginPage(user)}.");

    private static string LoginPage(TelegramUser user) => $"/login/{user.Metadata.Namespace}:{user.Metadata.Name} of the web server";

    /// <summary>Whether parses run and succeed.</summary>
    public static Finding Parsing(UserFacts facts, Finding authorized, DateTimeOffset now)
    {
        if (facts.User.Spec.Suspend)
            return Finding.False(Reasons.Suspended, "spec.suspend is true: nothing is parsed, and the session stays logged in.");
        if (facts.Database is not DatabaseState.Available)
            return Finding.NoDatabase;
        if (facts.Subscriptions == 0)
            return Finding.False(Reasons.NoSubscriptions, "No ChannelSubscription names this user.");
        if (!authorized.IsTrue)
            return authorized with { Status = ConditionStatus.False };
        if (LongestWait(facts, now) is { } until)
            return Finding.False(Reasons.FloodWait, $"Telegram asked this account to wait until {until:yyyy-MM-dd HH:mm:ss} UTC. Parsing goes on by itself then.");

        var parsed = facts.Observation?.Subscriptions.Select(overview => overview.Subscription).ToList() ?? [];
        var failed = parsed.Where(subscription => subscription.Failures > 0).Select(subscription => subscription.Name).ToList();
        if (failed.Count > 0)
        {
            var names = string.Join(", ", failed.Take(MostNames)) + (failed.Count > MostNames ? ", …" : "");
            return Finding.False(Reasons.ParseFailed, $"The last parse of {names} failed. See these ChannelSubscriptions.");
        }
        return parsed.Exists(subscription => subscription.LastSuccessAt is not null)
            ? Finding.True(Reasons.ParseSucceeded, "The last parse of every channel succeeded.")
            : Finding.Unknown(Reasons.AwaitingFirstParse, "No parse has ended yet.");
    }

    /// <summary>The summary: the first check that is not as asked decides.</summary>
    public static Finding Ready(UserFacts facts, Finding worker, Finding authorized, Finding parsing)
    {
        if ((facts.Invalid ?? facts.Blocked) is { } problem)
            return Finding.False(problem);
        if (!worker.IsTrue)
            return worker;
        if (!authorized.IsTrue)
            return authorized;
        return parsing.Reason switch
        {
            Reasons.Suspended => Finding.True(Reasons.Suspended, parsing.Message),
            Reasons.FloodWait or Reasons.ParseFailed or Reasons.DatabaseUnavailable => parsing,
            _ => Finding.True(Reasons.Ready, "The worker runs and the session is logged in."),
        };
    }

    /// <summary>When the last wait that is worth telling ends; null when there is none.</summary>
    public static DateTimeOffset? LongestWait(UserFacts facts, DateTimeOffset now) => facts.Observation?.Overview.FloodWaits
        .Where(wait => wait.Until - now > WaitWorthTelling)
        .Select(wait => (DateTimeOffset?)wait.Until)
        .Max();
}
