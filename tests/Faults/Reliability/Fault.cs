namespace TelegramParser.FaultTests.Reliability;

/// <summary>A row of the table in <c>docs/reliability.md</c>.</summary>
/// <param name="Name">What happens.</param>
/// <param name="How">How the test brings it about.</param>
internal sealed record Fault(string Name, string How)
{
    public static readonly Fault PageFetched = new(
        "kill -9, page fetched", "reading new posts; the page's transaction is held back before Postgres");

    public static readonly Fault InTransaction = new(
        "kill -9, in transaction", "reading new posts; Postgres has the page and waits for a lock; then it rolls back, or commits for the dead");

    public static readonly Fault Committed = new(
        "kill -9, committed", "reading new posts; Postgres has committed the page, its answer is held back");

    public static readonly Fault InBackfill = new(
        "kill -9, in backfill", "the same three moments, reading the past");

    public static readonly Fault InRefresh = new(
        "kill -9, in refresh", "the same three moments, reading stored posts again, of which some were edited or deleted");

    public static readonly Fault InLeaseTakeover = new(
        "kill -9, in lease takeover", "the same three moments of the statement that takes the lease; the taker dies");

    public static readonly Fault AtRandomMoments = new(
        "kill -9, random moments", "20,000 posts from a slow Telegram; half of the kills while it reads, half while it starts");

    public static readonly Fault SamePod = new(
        "kill -9, same pod", "the container restarts on its folder and takes over at once, without waiting for the lease");

    public static readonly Fault PostgresStopped = new(
        "Postgres stopped", "fast shutdown in the middle of a parse; started when the parse has failed");

    public static readonly Fault PostgresKilled = new(
        "Postgres killed", "SIGKILL of the server with all its processes in the middle of a parse; started when the parse has failed");

    public static readonly Fault CutFromPostgres = new(
        "cut from Postgres, within the lease", "packets vanish in the middle of a parse until a renewal of the lease has failed");

    public static readonly Fault CutPastTheLease = new(
        "cut from Postgres, past the lease", "real time: the worker closes its session, 20 s later another pod opens it on a copied folder");

    public static readonly Fault CutFromTelegram = new(
        "cut from Telegram, short", "packets vanish for 20 s in the middle of a parse");

    public static readonly Fault LongCutFromTelegram = new(
        "cut from Telegram, long", "packets vanish until the parse has failed");

    public static readonly Fault OneFolder = new(
        "two workers, one folder", "the second waits for the lease; the first is killed, its lease ended by the test");

    public static readonly Fault CopiedFolder = new(
        "two workers, copied folder", "the same with a copy of the folder, which no file lock protects");

    public static readonly Fault LeaseTaken = new(
        "lease taken away", "in the middle of a parse the test gives it to another for 20 s; nothing is stored until the worker has it again");

    public static readonly Fault Frozen = new(
        "SIGSTOP past the lease", "real time, copied folder; woken when another has taken over, it is gone within 1 s; its page that arrives late is refused");

    /// <summary>All rows, in the table's order.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        PageFetched, InTransaction, Committed, InBackfill, InRefresh, InLeaseTakeover, AtRandomMoments, SamePod,
        PostgresStopped, PostgresKilled, CutFromPostgres, CutPastTheLease, CutFromTelegram, LongCutFromTelegram,
        OneFolder, CopiedFolder, LeaseTaken, Frozen,
    ];
}
