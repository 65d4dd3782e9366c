using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Workers;

namespace TelegramParser.Worker.Parsing;

/// <summary>One subscription while the worker runs: what was asked for and where reading stands.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class Subscription(long id, SubscriptionSettings settings)
{
    private readonly SemaphoreSlim _turn = new(1);
    private int _waiting;
    private CancellationTokenSource? _givingWay;

    /// <summary>Row id in Postgres.</summary>
    public long Id { get; } = id;

    /// <summary>Name of the resource.</summary>
    public string Name => Settings.Name;

    /// <summary>What is asked for; replaced when the resource changes.</summary>
    public SubscriptionSettings Settings { get; set; } = settings;

    /// <summary>The pinned channel, once resolved.</summary>
    public long? ChatId { get; set; }

    /// <summary>When a parse is due.</summary>
    public DateTimeOffset NextRun { get; set; }

    /// <summary>When the last parse began.</summary>
    public DateTimeOffset? LastRun { get; set; }

    /// <summary>Why the last parse failed, a constant of <c>Reasons</c>.</summary>
    public string? Reason { get; set; }

    /// <summary>Parses that failed since the last success.</summary>
    public int Failures { get; set; }

    /// <summary>The schedule in force.</summary>
    public Schedule Schedule { get; set; } = Schedule.Default;

    /// <summary>How far this subscription's runs are moved from the schedule's times, see <see cref="Jitter"/>.</summary>
    public TimeSpan Shift { get; set; }

    /// <summary>How stored posts are kept up to date.</summary>
    public RefreshPolicy Refresh { get; set; } = RefreshPolicy.Default;

    /// <summary>How many days posts are kept; null for ever.</summary>
    public int? RetentionDays { get; set; }

    /// <summary>Posts before this instant are not kept; null when all are.</summary>
    public DateTimeOffset? KeptSince(DateTimeOffset now) => RetentionDays is { } days ? now.AddDays(-days) : null;

    /// <summary>After a refresh that failed: not again before this.</summary>
    public DateTimeOffset? RefreshRetryAt { get; set; }

    /// <summary>What its channel is read for now; another one after each time that it has ended.</summary>
    public Demand Demand { get; private set; } = new();

    /// <summary>Somebody waits to read the channel: who reads it should let go soon.</summary>
    public bool IsAwaited => _waiting > 0;

    /// <summary>Ends what reads for the subscription; who reads from now on does so for another demand.</summary>
    public void Interrupt(Action<Demand> end)
    {
        var ended = Demand;
        Demand = new Demand();
        end(ended);
    }

    /// <summary>Reads the channel while nobody else does: who closes a chat closes it for all.</summary>
    public async Task<T> AloneAsync<T>(Func<Task<T>> read, CancellationToken ct)
    {
        _waiting++;
        _givingWay?.Cancel();
        try
        {
            await _turn.WaitAsync(ct);
        }
        finally
        {
            _waiting--;
        }
        try
        {
            return await read();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads the channel while nobody else does; whoever else comes to read it cancels this.</summary>
    public async Task<T> GivingWayAsync<T>(Func<CancellationToken, Task<T>> read, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        using var givingWay = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            _givingWay = givingWay;
            if (IsAwaited)
                givingWay.Cancel();
            return await read(givingWay.Token);
        }
        finally
        {
            _givingWay = null;
            _turn.Release();
        }
    }
}
