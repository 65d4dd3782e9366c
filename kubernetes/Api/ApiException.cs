namespace TelegramParser.Kubernetes.Api;

/// <summary>An API server's refusal, in the shape of <c>metav1.Status</c>.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Reason">One word for programs, one of <see cref="StatusReasons"/> or another of the server's.</param>
/// <param name="Message">In words.</param>
public sealed record Status(int Code, string Reason, string Message);

/// <summary>Reasons of <see cref="Status"/> that callers act on.</summary>
public static class StatusReasons
{
    /// <summary>404: no such object.</summary>
    public const string NotFound = nameof(NotFound);

    /// <summary>409: the name is taken.</summary>
    public const string AlreadyExists = nameof(AlreadyExists);

    /// <summary>409: the object is not as the request assumes (resource version or UID).</summary>
    public const string Conflict = nameof(Conflict);

    /// <summary>410: the resource version is too old to watch from; list again.</summary>
    public const string Gone = nameof(Gone);

    /// <summary>422: the object is not valid.</summary>
    public const string Invalid = nameof(Invalid);
}

/// <summary>An API server refused a request.</summary>
public sealed class ApiException(Status status) : Exception($"{status.Reason}: {status.Message}")
{
    /// <summary>The server's answer.</summary>
    public Status Status { get; } = status;

    /// <summary>Whether the server's reason is this one of <see cref="StatusReasons"/>.</summary>
    public bool Is(string reason) => string.Equals(Status.Reason, reason, StringComparison.Ordinal);
}
