namespace TelegramParser.TelegramSimulator.World;

/// <summary>
/// A basic group (https://core.telegram.org/api/channel#basic-groups). Its messages are in its members' own boxes, so
/// their ids are unique among all basic groups.
/// </summary>
public sealed class BasicGroup
{
    private readonly Lock _lock = new();
    private readonly PostList _posts = new();
    private readonly HashSet<long> _members = [];
    private readonly TimeProvider _time;
    private readonly Func<int> _nextId;
    private readonly Action<long, BoxedMessage> _deliver;

    /// <param name="deliver">Puts a message into a member's box, and tells the member.</param>
    internal BasicGroup(long id, string title, TimeProvider time, Func<int> nextId, Action<long, BoxedMessage> deliver)
    {
        Id = id;
        Title = title;
        CreatedAt = time.GetUtcNow();
        _time = time;
        _nextId = nextId;
        _deliver = deliver;
    }

    /// <summary>Positive, as in the API; bots and TDLib show -id.</summary>
    public long Id { get; }

    public string Title { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The supergroup that it became; null while it is in use.</summary>
    public Channel? MigratedTo { get; private set; }

    public IReadOnlyList<long> Members
    {
        get { lock (_lock) return [.. _members]; }
    }

    public int LastPostId
    {
        get { lock (_lock) return _posts.Last?.Id ?? 0; }
    }

    public bool HasMember(long userId)
    {
        lock (_lock)
            return _members.Contains(userId);
    }

    public void Join(long userId)
    {
        lock (_lock)
            _members.Add(userId);
    }

    /// <summary>Adds a message; members are told at once.</summary>
    public Post Publish(Post draft)
    {
        lock (_lock)
        {
            var post = draft with { Id = _nextId(), Date = draft.Date == default ? _time.GetUtcNow() : draft.Date };
            _posts.Append(post);
            foreach (var member in _members)
                _deliver(member, new BoxedMessage(post, this));
            return post;
        }
    }

    public Post? Find(int id)
    {
        lock (_lock)
            return _posts.Find(id);
    }

    public HistoryPage History(HistoryWindow window)
    {
        lock (_lock)
            return _posts.Page(window);
    }

    internal void MigrateTo(Channel channel)
    {
        MigratedTo = channel;
        Publish(new Post { Action = new MigratedToSupergroup(channel.Id) });
    }
}
