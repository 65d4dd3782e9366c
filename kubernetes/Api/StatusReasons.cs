namespace TelegramParser.Kubernetes.Api;

/// <summary>Reasons of <see cref="Status"/> that callers act on.</summary>
public static class StatusReasons
{
    /// <summary>400: the request is not understood.</summary>
    public const string BadRequest = nameof(BadRequest);

    /// <summary>401: the credentials are missing, wrong or out of date.</summary>
    public const string Unauthorized = nameof(Unauthorized);

    /// <summary>403: the caller may not do this.</summary>
    public const string Forbidden = nameof(Forbidden);

    /// <summary>404: no such object.</summary>
    public const string NotFound = nameof(NotFound);

    /// <summary>409: the name is taken.</summary>
    public const string AlreadyExists = nameof(AlreadyExists);

    /// <summary>409: the object is not as the request assumes (resource version, UID, or who manages a field).</summary>
    public const string Conflict = nameof(Conflict);

    /// <summary>410: the resource version or the page of a list is too old; list again.</summary>
    public const string Expired = nameof(Expired);

    /// <summary>422: the object is not valid.</summary>
    public const string Invalid = nameof(Invalid);

    /// <summary>429: the server has too much to do, or forbids an eviction for now.</summary>
    public const string TooManyRequests = nameof(TooManyRequests);

    /// <summary>500: the server failed.</summary>
    public const string InternalError = nameof(InternalError);

    /// <summary>503: the server cannot answer now.</summary>
    public const string ServiceUnavailable = nameof(ServiceUnavailable);

    /// <summary>504: the server could not do it in time.</summary>
    public const string Timeout = nameof(Timeout);
}
