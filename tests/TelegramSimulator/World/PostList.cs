namespace TelegramParser.TelegramSimulator.World;

/// <summary>The posts of a channel that are not deleted, by id. Dates grow with ids. Not safe for threads.</summary>
internal sealed class PostList
{
    private const int LargestPage = 100;

    private readonly List<Post> _ascending = [];

    public Post? Last => _ascending.Count == 0 ? null : _ascending[^1];

    public IReadOnlyList<Post> All => _ascending;

    public void Append(Post post) => _ascending.Add(post);

    public Post? Find(int id)
    {
        var index = CountWhile(post => post.Id < id);
        return index < _ascending.Count && _ascending[index].Id == id ? _ascending[index] : null;
    }

    public void Replace(Post post) => _ascending[CountWhile(other => other.Id < post.Id)] = post;

    public bool Remove(int id)
    {
        if (Find(id) is null)
            return false;
        _ascending.RemoveAt(CountWhile(post => post.Id < id));
        return true;
    }

    public HistoryPage Page(HistoryWindow window)
    {
        var older = window switch
        {
            { OffsetId: > 0 } => CountWhile(post => post.Id < window.OffsetId),
            { OffsetDate: > 0 } => CountWhile(post => post.Date.ToUnixTimeSeconds() < window.OffsetDate),
            _ => _ascending.Count,
        };
        // Positions count from the newest post; those before it are empty and still use up the limit.
        var first = _ascending.Count - older + window.AddOffset;
        var end = first + Math.Clamp(window.Limit, 0, LargestPage);
        var page = new List<Post>();
        for (var position = Math.Max(0, first); position < Math.Min(end, _ascending.Count); position++)
        {
            var post = _ascending[_ascending.Count - 1 - position];
            if ((window.MaxId <= 0 || post.Id < window.MaxId) && post.Id > window.MinId)
                page.Add(post);
        }
        return new HistoryPage(page, _ascending.Count);
    }

    /// <summary>How many posts come before the first one for which the condition fails.</summary>
    private int CountWhile(Func<Post, bool> condition)
    {
        int low = 0, high = _ascending.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (condition(_ascending[middle]))
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
