namespace TelegramParser.Kubernetes.Api;

/// <summary>An API server refused a request.</summary>
public sealed class ApiException(Status status) : Exception($"{status.Reason}: {status.Message}")
{
    /// <summary>The server's answer.</summary>
    public Status Status { get; } = status;

    /// <summary>Whether the resource version or the page of a list is too old, whichever word the server has for it.</summary>
    public bool IsExpired => Status.Code == 410;

    /// <summary>Whether the server's reason is this one of <see cref="StatusReasons"/>.</summary>
    public bool Is(string reason) => string.Equals(Status.Reason, reason, StringComparison.Ordinal);
}
