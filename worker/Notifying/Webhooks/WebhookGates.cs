using TelegramParser.Storage.Outbox;

namespace TelegramParser.Worker.Notifying.Webhooks;

/// <summary>
/// Lets one request of a source through at a time, and none for a while after its receiver has failed, so that nobody is flooded who is
/// down, and nobody else waits for that one.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="random">From 0 up to 1, spreads the pauses.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class WebhookGates(Func<double> random, TimeProvider time)
{
    private readonly Dictionary<NotificationSource, Gate> _gates = [];

    /// <summary>Those of the sources that a request may be sent for.</summary>
    public IReadOnlyList<NotificationSource> Open(IEnumerable<NotificationSource> sources, DateTimeOffset now) =>
        [.. sources.Where(source => !_gates.TryGetValue(source, out var gate) || (!gate.InUse && gate.OpensAt <= now))];

    /// <summary>When the next pause ends; null when there is none.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset now)
    {
        var pauses = _gates.Values.Where(gate => !gate.InUse && gate.OpensAt > now).Select(gate => gate.OpensAt).ToList();
        return pauses.Count == 0 ? null : pauses.Min();
    }

    /// <summary>A request is being sent.</summary>
    public void Enter(NotificationSource source)
    {
        if (!_gates.TryGetValue(source, out var gate))
            _gates[source] = gate = new Gate();
        gate.InUse = true;
    }

    /// <summary>It has ended, and its receiver takes requests.</summary>
    /// <returns>Whether it had failed before.</returns>
    public bool Leave(NotificationSource source) => _gates.Remove(source, out var gate) && gate.Failures > 0;

    /// <summary>It has ended, and says nothing of its receiver.</summary>
    public void LeaveAsBefore(NotificationSource source) => _gates[source].InUse = false;

    /// <summary>It has ended, and its receiver takes none.</summary>
    /// <param name="source">The source.</param>
    /// <param name="asked">What the receiver asked for.</param>
    public void Pause(NotificationSource source, TimeSpan? asked)
    {
        var gate = _gates[source];
        gate.InUse = false;
        gate.Failures++;
        gate.OpensAt = time.GetUtcNow() + RetryPolicy.Pause(gate.Failures, asked, random());
    }

    /// <summary>Ends all pauses: settings or secrets may be others now.</summary>
    public void OpenAll()
    {
        foreach (var gate in _gates.Values)
            gate.OpensAt = DateTimeOffset.MinValue;
    }

    private sealed class Gate
    {
        public bool InUse { get; set; }

        public int Failures { get; set; }

        public DateTimeOffset OpensAt { get; set; }
    }
}
