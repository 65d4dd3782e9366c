namespace TelegramParser.Storage.Enrichment;

/// <summary>A host's turn: until it ends, no other worker asks the host.</summary>
/// <param name="Host">The host, with its port when that is neither 80 nor 443.</param>
/// <param name="Number">Grows with each turn; what is stored in the name of an older one is refused.</param>
/// <param name="Robots">What is known of its <c>robots.txt</c>; null when it was never asked for.</param>
/// <param name="Page">The page that is wanted most; null when none is due after all.</param>
public sealed record PageTurn(string Host, long Number, HostRobots? Robots, QueuedPage? Page);

/// <summary>A page that is due.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Url">What to ask for: its URL, or where redirects to another host have led.</param>
/// <param name="Provider">Who is to get it.</param>
/// <param name="Redirects">Redirects followed to that URL.</param>
/// <param name="Attempts">Tries that failed, one after another.</param>
/// <param name="ETag">Of the content that is stored.</param>
/// <param name="LastModified">Of the content that is stored.</param>
public sealed record QueuedPage(long Id, string Url, string Provider, int Redirects, int Attempts, string? ETag, string? LastModified);

/// <summary>What is known of a host's <c>robots.txt</c>.</summary>
/// <param name="Text">The file; null when there is none, or it could not be read.</param>
/// <param name="Reason">Why it could not be read; null when it could, or there is none.</param>
/// <param name="Message">That in words.</param>
/// <param name="UnreachableSince">When it was first not to be read, and never since; null when it was.</param>
/// <param name="Until">When to ask again, by the database's clock.</param>
/// <param name="Remaining">How long that is from now; negative when it has passed.</param>
public sealed record HostRobots(
    string? Text, string? Reason, string? Message, DateTimeOffset? UnreachableSince, DateTimeOffset Until, TimeSpan Remaining);
