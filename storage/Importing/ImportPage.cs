namespace TelegramParser.Storage.Importing;

/// <summary>Where an import of a user's posts stands.</summary>
/// <param name="Source">Names the older database.</param>
/// <param name="UserId">The user who gets the posts.</param>
/// <param name="OldUserId">The user who has them there.</param>
/// <param name="LastId">Highest number of a row that was read.</param>
public sealed record ImportPosition(string Source, long UserId, long OldUserId, long LastId);

/// <summary>What an import has brought.</summary>
/// <param name="Rows">Rows read.</param>
/// <param name="Added">Posts that are new.</param>
/// <param name="Joined">Rows whose post was there already, or was removed by retention.</param>
/// <param name="Unusable">Rows without message id or date.</param>
public sealed record ImportCounts(long Rows, long Added, long Joined, long Unusable)
{
    /// <summary>Both together.</summary>
    public static ImportCounts operator +(ImportCounts left, ImportCounts right) => new(
        left.Rows + right.Rows, left.Added + right.Added, left.Joined + right.Joined, left.Unusable + right.Unusable);
}

/// <summary>Rows of the older database, stored together with how far they bring the import.</summary>
/// <param name="To">Highest number of a row.</param>
/// <param name="Rows">How many rows there were.</param>
/// <param name="Unusable">How many of them give no post.</param>
/// <param name="Posts">The posts, each once.</param>
public sealed record ImportPage(long To, int Rows, int Unusable, IReadOnlyList<ImportedPost> Posts);

/// <summary>A post that comes from the older database.</summary>
/// <param name="ChatId">Its channel.</param>
/// <param name="MessageId">The server's message id.</param>
/// <param name="Date">When it was posted.</param>
/// <param name="Text">Its text.</param>
/// <param name="Views">Views, if they are known.</param>
/// <param name="Permalink">Its address on t.me, if the channel is public.</param>
public sealed record ImportedPost(long ChatId, long MessageId, DateTimeOffset Date, string Text, int? Views, string? Permalink)
{
    /// <summary>Links of the text, in their order.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>The page of which the older system has the text; null when there is none.</summary>
    public ImportedPageText? Page { get; init; }
}

/// <summary>The text of a page that comes from the older database.</summary>
/// <param name="Link">The one of the post's links that leads to it.</param>
/// <param name="Url">The page's address, normalised.</param>
/// <param name="Host">Its host.</param>
/// <param name="Text">What it says.</param>
public sealed record ImportedPageText(string Link, string Url, string Host, string Text);

/// <summary>Another process imports the same posts; nothing was stored.</summary>
public sealed class ImportConflictException(ImportPosition position)
    : Exception($"Another process imports the posts of user {position.OldUserId} from {position.Source}. Let it end, or end it, and start again.");
