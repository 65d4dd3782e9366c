namespace TelegramParser.TelegramSimulator.World;

/// <summary>A broadcast channel or a supergroup: its posts, its members, and the log of changes from which clients catch up.</summary>
public sealed class Channel
{
    private readonly Lock _lock = new();
    private readonly PostList _posts = new();
    private readonly HashSet<long> _members = [];
    private readonly HashSet<long> _banned = [];
    private readonly HashSet<long> _requests = [];
    private readonly List<ChannelUpdate> _updates = [];
    private readonly TimeProvider _time;
    private readonly Action<Channel, ChannelUpdate> _changed;
    private readonly Action<Channel, IReadOnlyList<long>> _described;
    private HashSet<int> _withheld = [];
    private bool _isDeleted;
    private int _lastId;
    private int _pts = 1;
    private int _pinnedId;

    private volatile ChannelInfo _info;

    /// <param name="changed">Called after a change of the posts.</param>
    /// <param name="described">Called when what the channel is, or is to someone, has changed, with the users who are told.</param>
    internal Channel(
        ChannelInfo info, TimeProvider time, Action<Channel, ChannelUpdate> changed, Action<Channel, IReadOnlyList<long>> described)
    {
        _info = info;
        _time = time;
        _changed = changed;
        _described = described;
    }

    public ChannelInfo Info => _info;

    public long Id => Info.Id;

    /// <summary>The number of the last change.</summary>
    public int Pts
    {
        get { lock (_lock) return _pts; }
    }

    /// <summary>The id of the newest post that is not deleted; zero when there is none.</summary>
    public int LastPostId
    {
        get { lock (_lock) return _posts.Last?.Id ?? 0; }
    }

    /// <summary>The id of the post pinned last; zero when there is none.</summary>
    public int PinnedPostId
    {
        get { lock (_lock) return _pinnedId; }
    }

    /// <summary>All posts that are not deleted, from oldest to newest.</summary>
    public IReadOnlyList<Post> Posts
    {
        get { lock (_lock) return [.. _posts.All]; }
    }

    public IReadOnlyList<long> Members
    {
        get { lock (_lock) return [.. _members]; }
    }

    /// <summary>Those who wait to be let in.</summary>
    public IReadOnlyList<long> JoinRequests
    {
        get { lock (_lock) return [.. _requests]; }
    }

    public bool HasMember(long userId)
    {
        lock (_lock)
            return _members.Contains(userId);
    }

    /// <summary>Whether nobody, or this one not, may see it.</summary>
    public bool IsClosedTo(long userId)
    {
        lock (_lock)
            return _isDeleted || _banned.Contains(userId);
    }

    /// <summary>Makes somebody a member; the user's clients are told.</summary>
    public void Join(long userId)
    {
        lock (_lock)
        {
            _requests.Remove(userId);
            _members.Add(userId);
        }
        _described(this, [userId]);
    }

    /// <summary>Ends a membership; the user's clients are told.</summary>
    public void Leave(long userId)
    {
        lock (_lock)
            _members.Remove(userId);
        _described(this, [userId]);
    }

    /// <summary>Removes somebody for good: the channel is CHANNEL_PRIVATE to them from now on.</summary>
    public void Ban(long userId)
    {
        lock (_lock)
        {
            _members.Remove(userId);
            _banned.Add(userId);
        }
        _described(this, [userId]);
    }

    /// <summary>Lifts a ban; it makes nobody a member again.</summary>
    public void Unban(long userId)
    {
        lock (_lock)
            _banned.Remove(userId);
        _described(this, [userId]);
    }

    /// <summary>Deletes the channel: its name is free, it is CHANNEL_PRIVATE to everybody from now on, and who was in it is told.</summary>
    public void Delete()
    {
        lock (_lock)
        {
            _isDeleted = true;
            _info = _info with { Username = null };
        }
        _described(this, Members);
    }

    /// <summary>Asks to be let in, as following an invite link that needs approval does.</summary>
    public void RequestToJoin(long userId)
    {
        lock (_lock)
            _requests.Add(userId);
    }

    /// <summary>Lets somebody in who asked for it.</summary>
    /// <returns>False when they did not.</returns>
    public bool Approve(long userId)
    {
        lock (_lock)
        {
            if (!_requests.Remove(userId))
                return false;
            _members.Add(userId);
        }
        _described(this, [userId]);
        return true;
    }

    /// <summary>Changes what the channel is; members are told. A new title is told by a service message, too.</summary>
    public void Change(Func<ChannelInfo, ChannelInfo> change)
    {
        bool isRenamed;
        lock (_lock)
        {
            var changed = change(_info) with { Id = Id };
            isRenamed = !string.Equals(changed.Title, _info.Title, StringComparison.Ordinal);
            _info = changed;
        }
        _described(this, Members);
        if (isRenamed)
            Publish(new Post { Action = new TitleChanged(Info.Title) });
    }

    /// <summary>Begins a topic of a forum.</summary>
    /// <returns>Its id.</returns>
    public int OpenTopic(string title)
    {
        var id = Publish(new Post { Action = new TopicCreated(title) }).Id;
        Change(info => info with { Topics = [.. info.Topics, new Topic(id, title)] });
        return id;
    }

    public Post? Find(int id)
    {
        lock (_lock)
            return _posts.Find(id);
    }

    public HistoryPage History(HistoryWindow window)
    {
        lock (_lock)
        {
            var page = _posts.Page(window);
            return page with { Posts = [.. page.Posts.Where(post => !_withheld.Contains(post.Id))] };
        }
    }

    /// <summary>Leaves posts out of the history, as a server that answers short; asked for by their ids they are there.</summary>
    public void Withhold(IEnumerable<int> ids)
    {
        lock (_lock)
            _withheld = [.. ids];
    }

    /// <summary>Adds a post that was there before any client looked: nobody is told, and no difference holds it.</summary>
    /// <exception cref="ArgumentException">Its id is not above the newest one.</exception>
    public Post Load(Post draft)
    {
        lock (_lock)
        {
            _pts++;
            return Append(draft);
        }
    }

    /// <summary>How far the channel has come.</summary>
    public ChannelPosition Position
    {
        get { lock (_lock) return new ChannelPosition(_pts, _lastId, _pinnedId); }
    }

    /// <summary>Makes a loaded channel go on where an earlier run left it: clients have seen its numbers.</summary>
    public void Resume(ChannelPosition position)
    {
        lock (_lock)
            (_pts, _lastId, _pinnedId) = position;
    }

    /// <summary>Uses up ids as posts do that were deleted long ago.</summary>
    public void SkipIds(int count)
    {
        lock (_lock)
            _lastId += count;
    }

    /// <summary>Publishes a post; members are told at once.</summary>
    /// <exception cref="ArgumentException">Its id is not above the newest one.</exception>
    public Post Publish(Post draft)
    {
        Post post;
        ChannelUpdate update;
        lock (_lock)
        {
            post = Append(draft);
            update = Record(ChannelUpdateKind.New, [post.Id]);
        }
        _changed(this, update);
        return post;
    }

    /// <summary>Changes a post's content; members are told, and its edit date becomes the present time.</summary>
    /// <returns>The new version, or null when there is no such post.</returns>
    public Post? Edit(int id, Func<Post, Post> change)
    {
        Post edited;
        ChannelUpdate update;
        lock (_lock)
        {
            if (_posts.Find(id) is not { } post)
                return null;
            edited = change(post) with { Id = id, EditDate = _time.GetUtcNow() };
            _posts.Replace(edited);
            update = Record(ChannelUpdateKind.Edited, [id]);
        }
        _changed(this, update);
        return edited;
    }

    /// <summary>Deletes posts; members are told.</summary>
    /// <returns>The ids that were there.</returns>
    public IReadOnlyList<int> Delete(IReadOnlyList<int> ids)
    {
        List<int> deleted;
        ChannelUpdate update;
        lock (_lock)
        {
            deleted = [.. ids.Distinct().Where(_posts.Remove)];
            if (deleted.Count == 0)
                return [];
            update = Record(ChannelUpdateKind.Deleted, deleted);
        }
        _changed(this, update);
        return deleted;
    }

    /// <summary>Changes views, forwards, reactions, votes or the count of comments: clients learn it only when they ask.</summary>
    /// <returns>The new version, or null when there is no such post.</returns>
    public Post? Count(int id, Func<Post, Post> change)
    {
        lock (_lock)
        {
            if (_posts.Find(id) is not { } post)
                return null;
            var counted = change(post) with { Id = id };
            _posts.Replace(counted);
            return counted;
        }
    }

    /// <summary>Lets people vote in a post's poll: clients learn it only when they ask.</summary>
    /// <param name="id">The post.</param>
    /// <param name="answer">The answer's position, from zero.</param>
    /// <param name="voters">How many choose it; negative when they take their votes back.</param>
    /// <returns>The new version, or null when there is no such post.</returns>
    /// <exception cref="ArgumentException">The post has no poll, or the poll no such answer.</exception>
    public Post? Vote(int id, int answer, int voters = 1) => Count(id, post => post.Media is Poll poll
        ? post with { Media = poll.Voted(answer, voters) }
        : throw new ArgumentException($"Post {id} of {Info.Title} has no poll.", nameof(id)));

    /// <summary>What happened after <paramref name="pts"/>.</summary>
    /// <param name="pts">The last change that the client knows.</param>
    /// <param name="limit">How many changes it takes; when it missed more, the difference is too long.</param>
    public ChannelDifference Difference(int pts, int limit)
    {
        lock (_lock)
        {
            var isLogged = pts >= (_updates.Count == 0 ? _pts : _updates[0].Pts - _updates[0].PtsCount);
            if (!isLogged || pts + limit < _pts)
                return new ChannelDifference(_pts, IsTooLong: true, []);
            return new ChannelDifference(_pts, IsTooLong: false, [.. _updates.SkipWhile(update => update.Pts <= pts)]);
        }
    }

    private Post Append(Post draft)
    {
        if (draft.Id != 0 && draft.Id <= _lastId)
            throw new ArgumentException($"Post {draft.Id} of {Info.Title} does not follow post {_lastId}.", nameof(draft));
        _lastId = draft.Id == 0 ? _lastId + 1 : draft.Id;
        var post = draft with { Id = _lastId, Date = draft.Date == default ? _time.GetUtcNow() : draft.Date };
        _posts.Append(post);
        if (post.Action is PostPinned && post.ReplyTo is { } pinned)
            Pin(pinned);
        return post;
    }

    private void Pin(int id)
    {
        if (_posts.Find(id) is not { } post)
            return;
        _pinnedId = id;
        _posts.Replace(post with { IsPinned = true });
    }

    private ChannelUpdate Record(ChannelUpdateKind kind, IReadOnlyList<int> ids)
    {
        _pts += ids.Count;
        var update = new ChannelUpdate(kind, _pts, ids.Count, ids);
        _updates.Add(update);
        return update;
    }
}

/// <param name="Pts">The number of the last change.</param>
/// <param name="LastId">The last id that was given to a post, be it deleted or not.</param>
/// <param name="PinnedId">The post pinned last; zero for none.</param>
public sealed record ChannelPosition(int Pts, int LastId, int PinnedId);
