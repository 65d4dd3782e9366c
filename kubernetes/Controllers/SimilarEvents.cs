namespace TelegramParser.Kubernetes.Controllers;

/// <summary>
/// Finds Events that say the same in ever other words, as client-go's event correlator does: more than ten messages of one reason on
/// one object within ten minutes become one Event. Safe for many threads.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class SimilarEvents(TimeProvider time)
{
    private const int MostMessages = 10;
    private const int MostGroups = 4096;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);

    /// <summary>Whether an Event is one of too many of its group, and is to be combined with them.</summary>
    /// <param name="group">What they have in common.</param>
    /// <param name="message">What this one says.</param>
    public bool Combines(string group, string message)
    {
        lock (_gate)
        {
            if (!_groups.TryGetValue(group, out var seen) || time.GetElapsedTime(seen.Last) > Window)
                _groups[group] = seen = Make();
            seen.Last = time.GetTimestamp();
            if (seen.Messages.Contains(message))
                return false;
            if (seen.Messages.Count >= MostMessages)
                return true;
            seen.Messages.Add(message);
            return false;
        }
    }

    private Group Make()
    {
        if (_groups.Count >= MostGroups)
            _groups.Remove(_groups.MinBy(group => group.Value.Last).Key);
        return new Group();
    }

    private sealed class Group
    {
        public long Last { get; set; }

        public HashSet<string> Messages { get; } = new(StringComparer.Ordinal);
    }
}
