using System.Collections.Concurrent;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>A query that a client made.</summary>
/// <param name="Client">The name under which its proxy secret is registered.</param>
/// <param name="Phone">The account that was logged in; null for none.</param>
/// <param name="Method">For example <c>messages.getHistory</c>.</param>
/// <param name="Arguments">Its numbers and flags, and the channel's id; never codes, hashes or texts.</param>
/// <param name="Error">The error it was answered with, such as FLOOD_WAIT_30; null for none.</param>
public sealed record Call(
    DateTimeOffset Time, string Client, string? Phone, string Method, IReadOnlyDictionary<string, string> Arguments, string? Error);

/// <summary>The record of calls, from oldest to newest; the oldest are forgotten beyond 100,000.</summary>
public sealed class CallLog(TimeProvider time)
{
    private const int Capacity = 100_000;

    private readonly ConcurrentQueue<Call> _calls = new();

    public IReadOnlyList<Call> All => [.. _calls];

    /// <summary>The calls of one method, optionally of one client.</summary>
    public IReadOnlyList<Call> Of(string method, string? client = null) =>
    [
        .. _calls.Where(call => string.Equals(call.Method, method, StringComparison.Ordinal)
            && (client is null || string.Equals(call.Client, client, StringComparison.Ordinal))),
    ];

    public void Clear() => _calls.Clear();

    internal void Add(string client, string? phone, string method, IReadOnlyDictionary<string, string> arguments, string? error)
    {
        _calls.Enqueue(new Call(time.GetUtcNow(), client, phone, method, arguments, error));
        while (_calls.Count > Capacity)
            _calls.TryDequeue(out _);
    }
}
