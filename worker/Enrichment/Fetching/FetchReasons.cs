namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>Why a page was not fetched. They are stored with the page and part of the API.</summary>
internal static class FetchReasons
{
    /// <summary>Not a URL that can be asked for.</summary>
    public const string InvalidUrl = nameof(InvalidUrl);

    /// <summary>The URL, or a redirect, leads to something else than http and https.</summary>
    public const string BlockedScheme = nameof(BlockedScheme);

    /// <summary>The URL, or a redirect, holds a user name or password.</summary>
    public const string BlockedUserInfo = nameof(BlockedUserInfo);

    /// <summary>The URL, or a redirect, leads to another port than 80 and 443.</summary>
    public const string BlockedPort = nameof(BlockedPort);

    /// <summary>The URL, or a redirect, leads to an address that is not on the public internet.</summary>
    public const string BlockedAddress = nameof(BlockedAddress);

    /// <summary>The host's name does not exist.</summary>
    public const string UnknownHost = nameof(UnknownHost);

    /// <summary>The resolver did not know the host's addresses just now. May pass.</summary>
    public const string ResolverUnavailable = nameof(ResolverUnavailable);

    /// <summary>No connection, or it broke before the answer was whole. May pass.</summary>
    public const string ConnectionFailed = nameof(ConnectionFailed);

    /// <summary>The server's certificate is not valid for the host.</summary>
    public const string TlsFailed = nameof(TlsFailed);

    /// <summary>The page took longer than all of it may take. May pass.</summary>
    public const string TimedOut = nameof(TimedOut);

    /// <summary>The server fell silent. May pass.</summary>
    public const string Stalled = nameof(Stalled);

    /// <summary>The answer has more bytes than are read, on the wire or after decompression.</summary>
    public const string TooLarge = nameof(TooLarge);

    /// <summary>The headers of the answer are longer than are read.</summary>
    public const string HeadersTooLarge = nameof(HeadersTooLarge);

    /// <summary>More redirects than are followed, or a circle of them.</summary>
    public const string TooManyRedirects = nameof(TooManyRedirects);

    /// <summary>The answer is not HTTP, or contradicts itself.</summary>
    public const string BadResponse = nameof(BadResponse);

    /// <summary>The body's compression is not one that was offered, or is damaged.</summary>
    public const string BadEncoding = nameof(BadEncoding);

    /// <summary>404.</summary>
    public const string NotFound = nameof(NotFound);

    /// <summary>410.</summary>
    public const string Gone = nameof(Gone);

    /// <summary>401, 402, 403, 407, 451: not for us.</summary>
    public const string Forbidden = nameof(Forbidden);

    /// <summary>The site's <c>robots.txt</c> asks robots, or this one, not to read it.</summary>
    public const string DisallowedByRobots = nameof(DisallowedByRobots);

    /// <summary>Nobody has foreseen it; the worker's log has it.</summary>
    public const string UnexpectedError = nameof(UnexpectedError);

    /// <summary>429. Passes, at the time that the server names, if it does.</summary>
    public const string RateLimited = nameof(RateLimited);

    /// <summary>5xx. May pass.</summary>
    public const string ServerError = nameof(ServerError);

    /// <summary>Any other status that brings no page.</summary>
    public const string UnexpectedStatus = nameof(UnexpectedStatus);
}
