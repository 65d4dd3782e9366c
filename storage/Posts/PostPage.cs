namespace TelegramParser.Storage.Posts;

/// <summary>Posts that were read together, and the move of the cursor that they justify.</summary>
/// <param name="ChatId">A channel that the user has pinned.</param>
/// <param name="Posts">The posts, in any order; of two with one id the last counts.</param>
/// <param name="Move">Stored with the posts or not at all.</param>
public sealed record PostPage(long ChatId, IReadOnlyList<PostRecord> Posts, CursorMove Move)
{
    /// <summary>Messages of the page that could not even be read: recorded with it, so that the cursor may pass them.</summary>
    public IReadOnlyList<UnstorableMessage> Unreadable { get; init; } = [];
}

/// <summary>A message that cannot be stored.</summary>
/// <param name="MessageId">The server's message id.</param>
/// <param name="Error">Why.</param>
public sealed record UnstorableMessage(long MessageId, string Error);

/// <summary>How far a page takes the reading of its channel.</summary>
public abstract record CursorMove
{
    private CursorMove()
    {
    }

    /// <summary>Everything up to this message id has been examined. The cursor never moves backwards.</summary>
    /// <param name="To">The highest id examined.</param>
    public sealed record Forward(long To) : CursorMove;

    /// <summary>Everything down to this message id has been examined. The mark never moves upwards.</summary>
    /// <param name="LowId">The lowest id examined; null when there was none.</param>
    /// <param name="LowDate">Its date.</param>
    /// <param name="Examined">Messages examined with this page.</param>
    /// <param name="Exhausted">There is nothing further back to read.</param>
    public sealed record Backfill(long? LowId, DateTimeOffset? LowDate, int Examined, bool Exhausted) : CursorMove;

    /// <summary>Not at all: live updates and refreshes.</summary>
    public sealed record None : CursorMove;
}

/// <summary>What became of a page.</summary>
/// <param name="Added">Posts that are new.</param>
/// <param name="Changed">Known posts whose content or counters have changed.</param>
/// <param name="Unstorable">Messages that were recorded as unstorable.</param>
public sealed record StoredPage(int Added, int Changed, int Unstorable);
