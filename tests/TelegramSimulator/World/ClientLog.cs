using System.Globalization;

namespace TelegramParser.TelegramSimulator.World;

/// <summary>A time during which messages came without a pause of a second.</summary>
public sealed record Heard(DateTimeOffset First, DateTimeOffset Last);

/// <summary>A time during which a client held one connection or more under an authorization key.</summary>
/// <param name="Key">The permanent key's id, hex.</param>
/// <param name="Client">The name under which the client's proxy secret is registered.</param>
/// <param name="Since">When its first message came.</param>
/// <param name="Until">When its last connection ended; null while there is one.</param>
/// <param name="Heard">When messages came. A frozen client keeps its connections and is not heard.</param>
public sealed record Presence(string Key, string Client, DateTimeOffset Since, DateTimeOffset? Until, IReadOnlyList<Heard> Heard);

/// <summary>A client was still heard although a later one had begun to use its key, and was connected.</summary>
/// <param name="Since">When the earlier client was first heard beside the later one.</param>
/// <param name="Until">When it was last heard beside it.</param>
public sealed record Overlap(string Key, string Earlier, string Later, DateTimeOffset Since, DateTimeOffset Until)
{
    public TimeSpan Duration => Until - Since;
}

/// <summary>
/// Who used which authorization key, and when. A client is a proxy secret: one program has many connections and sessions,
/// so each program that is to be told apart needs a secret of its own.
/// </summary>
public sealed class ClientLog(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Entry> _ended = [];
    private readonly Dictionary<(long Key, string Client), Entry> _present = [];

    /// <summary>
    /// Whether a second client under a key ends the session of both with 406 AUTH_KEY_DUPLICATED, as Telegram does when
    /// they come from two places.
    /// </summary>
    public bool EndsSharedKeys { get; set; }

    /// <summary>Whether programs that share a proxy secret are told apart by the addresses that they come from.</summary>
    public bool TellsAddresses { get; set; }

    /// <summary>Every presence, in the order in which they began.</summary>
    public IReadOnlyList<Presence> All
    {
        get
        {
            lock (_lock)
                return [.. _ended.Concat(_present.Values).OrderBy(entry => entry.Since).Select(entry => entry.Snapshot())];
        }
    }

    /// <summary>Every time that two clients were live on one key; empty when that never happened.</summary>
    public IReadOnlyList<Overlap> Overlaps
    {
        get
        {
            var all = All;
            return
            [
                .. all.SelectMany((earlier, index) => all.Skip(index + 1)
                    .Where(later => Same(later.Key, earlier.Key) && !Same(later.Client, earlier.Client))
                    .Select(later => OverlapOf(earlier, later))).OfType<Overlap>(),
            ];
        }
    }

    /// <summary>The greatest number of clients that were connected under one key at once, frozen ones included.</summary>
    public int MostAtOnce => All.GroupBy(presence => presence.Key, StringComparer.Ordinal)
        .Max(key => (int?)key.Max(at => key.Count(other => other.Since <= at.Since && !(other.Until <= at.Since)))) ?? 0;

    /// <summary>Forgets the presences that have ended.</summary>
    public void Clear()
    {
        lock (_lock)
            _ended.Clear();
    }

    /// <summary>A client sent a message over a connection.</summary>
    /// <returns>Whether another client is connected under the key.</returns>
    internal bool Hear(object connection, long key, string client)
    {
        lock (_lock)
        {
            if (!_present.TryGetValue((key, client), out var entry))
                _present[(key, client)] = entry = new Entry(key, client, time.GetUtcNow());
            entry.Connections.Add(connection);
            entry.Hear(time.GetUtcNow());
            return _present.Count > 1 && _present.Keys.Any(other => other.Key == key && !Same(other.Client, client));
        }
    }

    internal void End(object connection)
    {
        lock (_lock)
        {
            foreach (var (id, entry) in _present.Where(present => present.Value.Connections.Remove(connection)).ToList())
            {
                if (entry.Connections.Count > 0)
                    continue;
                entry.Until = time.GetUtcNow();
                _present.Remove(id);
                _ended.Add(entry);
            }
        }
    }

    private static Overlap? OverlapOf(Presence earlier, Presence later)
    {
        var end = later.Until ?? DateTimeOffset.MaxValue;
        var beside = earlier.Heard.Where(heard => heard.Last > later.Since && heard.First <= end).ToList();
        return beside.Count == 0 ? null : new Overlap(
            earlier.Key, earlier.Client, later.Client,
            Max(beside[0].First, later.Since), beside[^1].Last < end ? beside[^1].Last : end);
    }

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.Ordinal);

    private sealed class Entry(long key, string client, DateTimeOffset since)
    {
        private readonly List<Heard> _heard = [];

        public DateTimeOffset Since => since;

        public DateTimeOffset? Until { get; set; }

        public HashSet<object> Connections { get; } = [];

        public void Hear(DateTimeOffset now)
        {
            if (_heard.Count > 0 && now - _heard[^1].Last < Pause)
                _heard[^1] = _heard[^1] with { Last = now };
            else
                _heard.Add(new Heard(now, now));
        }

        public Presence Snapshot() => new(key.ToString("x16", CultureInfo.InvariantCulture), client, since, Until, [.. _heard]);
    }
}
