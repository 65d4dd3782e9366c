namespace TelegramParser.TelegramSimulator.World;

/// <summary>A rule that makes calls fail or wait.</summary>
public sealed record Fault
{
    /// <summary>The method, such as <c>messages.getHistory</c>; "*" for every one.</summary>
    public string Method { get; init; } = "*";

    /// <summary>Only calls of this account; null for all, also those before login.</summary>
    public string? Phone { get; init; }

    /// <summary>Only calls of this client; null for all.</summary>
    public string? Client { get; init; }

    /// <summary>The error's code, such as 400 or 420; null when calls are only delayed.</summary>
    public int? Code { get; init; }

    /// <summary>The error's text. "FLOOD_WAIT" is answered with the seconds left: FLOOD_WAIT_42.</summary>
    public string Error { get; init; } = "";

    /// <summary>How many calls it hits; null for no limit.</summary>
    public int? Times { get; init; }

    /// <summary>For how many seconds it holds, and what a flood wait counts down from; null for no end.</summary>
    public int? Seconds { get; init; }

    /// <summary>How long the answer is held back, in milliseconds.</summary>
    public int DelayMilliseconds { get; init; }
}

/// <summary>What a call meets: an error, a delay, or both.</summary>
internal sealed record FaultHit(int? Code, string Error, TimeSpan Delay);

/// <summary>The faults in force. The first one that fits a call hits it.</summary>
public sealed class Faults(TimeProvider time)
{
    private const string FloodWait = "FLOOD_WAIT";

    private readonly Lock _lock = new();
    private readonly List<Rule> _rules = [];

    public IReadOnlyList<Fault> All
    {
        get { lock (_lock) return [.. _rules.Select(rule => rule.Fault)]; }
    }

    public void Add(Fault fault)
    {
        lock (_lock)
            _rules.Add(new Rule(fault, time.GetUtcNow()));
    }

    /// <summary>
    /// Answers calls with FLOOD_WAIT: until the time is over, counting down, or so many times when
    /// <paramref name="times"/> is given.
    /// </summary>
    public void AddFloodWait(string method, int seconds, string? phone = null, int? times = null) =>
        Add(new Fault { Method = method, Phone = phone, Code = 420, Error = FloodWait, Seconds = seconds, Times = times });

    public void Clear()
    {
        lock (_lock)
            _rules.Clear();
    }

    internal FaultHit? Hit(string method, string? phone, string client)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _rules.RemoveAll(rule => rule.IsOver(now));
            if (_rules.Find(rule => rule.Fits(method, phone, client)) is not { } hit)
                return null;
            hit.Hits++;
            return new FaultHit(hit.Fault.Code, hit.ErrorAt(now), TimeSpan.FromMilliseconds(hit.Fault.DelayMilliseconds));
        }
    }

    private sealed class Rule(Fault fault, DateTimeOffset since)
    {
        public Fault Fault => fault;

        public int Hits { get; set; }

        public bool IsOver(DateTimeOffset now) =>
            Hits >= fault.Times || (fault.Times is null && SecondsLeft(now) <= 0);

        public bool Fits(string method, string? phone, string client) =>
            (fault.Method is "*" || Same(fault.Method, method))
            && (fault.Phone is null || Same(fault.Phone, phone))
            && (fault.Client is null || Same(fault.Client, client));

        public string ErrorAt(DateTimeOffset now)
        {
            if (!Same(fault.Error, FloodWait))
                return fault.Error;
            var seconds = fault.Times is null ? SecondsLeft(now) : fault.Seconds;
            return $"{FloodWait}_{seconds ?? 1}";
        }

        private int? SecondsLeft(DateTimeOffset now) =>
            fault.Seconds is { } seconds ? (int)Math.Ceiling((since.AddSeconds(seconds) - now).TotalSeconds) : null;

        private static bool Same(string left, string? right) => string.Equals(left, right, StringComparison.Ordinal);
    }
}
