using TelegramParser.Contracts.Control;

namespace TelegramParser.Worker.Limits;

/// <summary>The waits that Telegram has asked this account for, by kind of call.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class FloodWaits(TimeProvider time)
{
    private readonly Dictionary<CallKind, DateTimeOffset> _until = [];

    /// <summary>A wait has begun; to be stored.</summary>
    public event Action<CallKind, DateTimeOffset>? Began;

    /// <summary>Waits that have not passed.</summary>
    public IReadOnlyList<FloodWaitStatus> Current =>
        [.. _until.Where(w => w.Value > time.GetUtcNow()).Select(w => new FloodWaitStatus(NameOf(w.Key), w.Value))];

    /// <summary>Takes over a wait that an earlier process met.</summary>
    public void Restore(string method, DateTimeOffset until)
    {
        if (Enum.TryParse<CallKind>(method, ignoreCase: true, out var kind))
            _until[kind] = until;
    }

    /// <summary>Notes a wait that Telegram has asked for.</summary>
    public FloodWaitException Begin(CallKind kind, TimeSpan wait)
    {
        var until = time.GetUtcNow() + wait;
        _until[kind] = until;
        Began?.Invoke(kind, until);
        return new FloodWaitException(NameOf(kind), until);
    }

    /// <summary>When a kind of call may be made again; null when it may be made now.</summary>
    public DateTimeOffset? Until(CallKind kind) =>
        _until.TryGetValue(kind, out var until) && until > time.GetUtcNow() ? until : null;

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
        foreach (var kind in _until.Keys)
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
