using TelegramParser.Contracts.Control;

namespace TelegramParser.Worker.Limits;

/// <summary>The waits that Telegram has asked this account for, by kind of call. How long they last is counted by a clock that nobody sets.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class FloodWaits(TimeProvider time)
{
    private readonly Dictionary<CallKind, (long Since, TimeSpan Length)> _waits = [];

    /// <summary>A wait of this length has begun; to be stored.</summary>
    public event Action<CallKind, TimeSpan>? Began;

    /// <summary>Waits that have not passed.</summary>
    public IReadOnlyList<FloodWaitStatus> Current =>
        [.. from kind in _waits.Keys let until = Until(kind) where until is not null select new FloodWaitStatus(NameOf(kind), until.Value)];

    /// <summary>When the last of them ends; null when none has to be kept.</summary>
    public DateTimeOffset? LastEnd => _waits.Keys.Max(Until);

    /// <summary>Takes over what is left of a wait that an earlier process met.</summary>
    public void Restore(string method, TimeSpan left)
    {
        if (Enum.TryParse<CallKind>(method, ignoreCase: true, out var kind))
            _waits[kind] = (time.GetTimestamp(), left);
    }

    /// <summary>Notes a wait that Telegram has asked for.</summary>
    public FloodWaitException Begin(CallKind kind, TimeSpan wait)
    {
        _waits[kind] = (time.GetTimestamp(), wait);
        Began?.Invoke(kind, wait);
        return new FloodWaitException(NameOf(kind), time.GetUtcNow() + wait);
    }

    /// <summary>When a kind of call may be made again, by the clock as it is set now; null when it may be made now.</summary>
    public DateTimeOffset? Until(CallKind kind) =>
        _waits.TryGetValue(kind, out var wait) && wait.Length - time.GetElapsedTime(wait.Since) is var left && left > TimeSpan.Zero
            ? time.GetUtcNow() + left
            : null;

    /// <summary>Refuses a call while its kind has to wait.</summary>
    /// <exception cref="FloodWaitException">It has.</exception>
    public void ThrowIfWaiting(CallKind kind)
    {
        if (Until(kind) is { } until)
            throw new FloodWaitException(NameOf(kind), until);
    }

    /// <summary>Refuses while any kind has to wait.</summary>
    /// <exception cref="FloodWaitException">One has.</exception>
    public void ThrowIfWaiting()
    {
        foreach (var kind in _waits.Keys)
            ThrowIfWaiting(kind);
    }

    /// <summary>The kind as the database, the API and metrics name it.</summary>
    public static string NameOf(CallKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Telegram has asked this account to wait.</summary>
internal sealed class FloodWaitException(string method, DateTimeOffset until)
    : Exception($"Telegram asked this account to wait until {until:yyyy-MM-dd HH:mm:ss} UTC before the next '{method}' call. Nothing is lost: reading continues from the cursor.")
{
    /// <summary>Kind of call.</summary>
    public string Method { get; } = method;

    /// <summary>When the wait ends.</summary>
    public DateTimeOffset Until { get; } = until;
}
