namespace TelegramParser.TelegramSimulator.World;

/// <summary>
/// What an account has sent to itself (https://core.telegram.org/api/saved-messages). Each message is in the account's own box, too.
/// </summary>
public sealed class SavedMessages
{
    private readonly Lock _lock = new();
    private readonly List<Post> _posts = [];
    private readonly HashSet<long> _randomIds = [];
    private readonly TimeProvider _time;
    private readonly Func<int> _nextId;
    private readonly MessageBox _box;

    internal SavedMessages(TimeProvider time, Func<int> nextId, MessageBox box) => (_time, _nextId, _box) = (time, nextId, box);

    /// <summary>The messages, oldest first.</summary>
    public IReadOnlyList<Post> Posts
    {
        get { lock (_lock) return [.. _posts]; }
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
            return (post, _box.Add(new BoxedMessage(post, Group: null)));
        }
    }
}
