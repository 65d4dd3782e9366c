namespace TelegramParser.Kubernetes.Api;

/// <summary>An API server's refusal, in the shape of <c>metav1.Status</c>.</summary>
/// <param name="Code">HTTP status code.</param>
/// <param name="Reason">One word for programs, one of <see cref="StatusReasons"/> or another of the server's.</param>
/// <param name="Message">In words.</param>
public sealed record Status(int Code, string Reason, string Message)
{
    /// <summary>What exactly was refused, and why, where the server says so.</summary>
    public StatusDetails? Details { get; init; }
}

/// <summary>What a <see cref="Status"/> is about.</summary>
public sealed record StatusDetails
{
    /// <summary>Name of the object.</summary>
    public string? Name { get; init; }

    /// <summary>API group of the resource; empty or absent for the core group.</summary>
    public string? Group { get; init; }

    /// <summary>The resource, in plural, or the kind.</summary>
    public string? Kind { get; init; }

    /// <summary>The object's UID.</summary>
    public string? Uid { get; init; }

    /// <summary>Each field that is wrong, or each conflict, for itself.</summary>
    public IReadOnlyList<StatusCause>? Causes { get; init; }

    /// <summary>Seconds after which to try again.</summary>
    public int? RetryAfterSeconds { get; init; }
}

/// <summary>One of several causes of a refusal.</summary>
/// <param name="Reason">One word for programs, such as <c>FieldValueInvalid</c> or <c>FieldManagerConflict</c>.</param>
/// <param name="Message">In words.</param>
/// <param name="Field">Path of the field, such as <c>spec.replicas</c>.</param>
public sealed record StatusCause(string? Reason, string? Message, string? Field);
