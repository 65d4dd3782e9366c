namespace TelegramParser.TelegramSimulator.World;

/// <summary>
/// What an account has sent to itself (https://core.telegram.org/api/saved-messages). Each message is a change of the account's own box:
/// its number is 1 before the first.
/// </summary>
public sealed class SavedMessages
{
    private readonly Lock _lock = new();
    private readonly List<Post> _posts = [];
    private readonly HashSet<long> _randomIds = [];
    private readonly TimeProvider _time;
    private readonly Func<int> _nextId;

    internal SavedMessages(TimeProvider time, Func<int> nextId) => (_time, _nextId) = (time, nextId);

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyList<Post> Posts
    {
        get { lock (_lock) return [.. _posts]; }
    }

    /// <summary>Number of the last change.</summary>
    public int Pts
    {
        get { lock (_lock) return _posts.Count + 1; }
    }

    /// <summary>What was added after a change.</summary>
    public IReadOnlyList<Post> After(int pts)
    {
        lock (_lock)
            return [.. _posts.Skip(Math.Max(0, pts - 1))];
    }

    /// <summary>Adds a message; null when one with this random id is there.</summary>
    internal (Post Post, int Pts)? Add(Post draft, long randomId)
    {
        lock (_lock)
        {
            if (!_randomIds.Add(randomId))
                return null;
            var post = draft with { Id = _nextId(), Date = _time.GetUtcNow() };
            _posts.Add(post);
            return (post, _posts.Count + 1);
        }
    }
}
