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

    public static readonly Fault InLeaseTakeover = new(
        "kill -9, in lease takeover", "the same three moments of the statement that takes the lease; the taker dies");

    public static readonly Fault AtRandomMoments = new(
        "kill -9, random moments", "20,000 posts from a slow Telegram; half of the kills while it reads, half while it starts");

    public static readonly Fault SamePod = new(
        "kill -9, same pod", "the container restarts on its folder and takes over at once, without waiting for the lease");

    /// <summary>All rows, in the table's order.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        PageFetched, InTransaction, Committed, InBackfill, InLeaseTakeover, AtRandomMoments, SamePod,
    ];
}
