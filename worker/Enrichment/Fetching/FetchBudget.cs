using System.Globalization;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>
/// What a fetch may still use of time, silence and wire. What is used up first ends everything that runs on
/// <see cref="Token"/>, and is remembered: what breaks after it broke because of it.
/// </summary>
internal sealed class FetchBudget : IDisposable
{
    private readonly FetcherOptions _options;
    private readonly CancellationTokenSource _ending;
    private readonly ITimer _total;
    private readonly ITimer _stall;
    private long _wire;
    private FetchOutcome.Failed? _spent;

    public FetchBudget(FetcherOptions options, TimeProvider time, CancellationToken ct)
    {
        _options = options;
        _ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
        _total = time.CreateTimer(
            _ => End(FetchReasons.TimedOut, $"The page took longer than {Seconds(options.TotalTime)}.", mayPass: true),
            null, options.TotalTime, Timeout.InfiniteTimeSpan);
        _stall = time.CreateTimer(
            _ => End(FetchReasons.Stalled, $"The server was silent for {Seconds(options.StallTime)}.", mayPass: true),
            null, options.StallTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Cancelled when something is used up, or by the caller.</summary>
    public CancellationToken Token => _ending.Token;

    /// <summary>What was used up; null while nothing is.</summary>
    public FetchOutcome.Failed? Spent => Volatile.Read(ref _spent);

    /// <summary>A new answer is asked for: the wire counts from zero and silence begins now.</summary>
    public void BeginAnswer()
    {
        Interlocked.Exchange(ref _wire, 0);
        Heard();
    }

    /// <summary>Bytes have come.</summary>
    public void Received(int bytes)
    {
        Heard();
        if (Interlocked.Add(ref _wire, bytes) > _options.MaxWireBytes)
            End(FetchReasons.TooLarge, $"The answer is longer than {_options.MaxWireBytes:N0} bytes.", mayPass: false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _total.Dispose();
        _stall.Dispose();
        _ending.Dispose();
    }

    private void Heard() => _stall.Change(_options.StallTime, Timeout.InfiniteTimeSpan);

    private void End(string reason, string message, bool mayPass)
    {
        if (Interlocked.CompareExchange(ref _spent, new FetchOutcome.Failed(reason, message, mayPass), null) is not null)
            return;
        try
        {
            _ending.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The fetch had just ended by itself.
        }
    }

    private static string Seconds(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s");
}
