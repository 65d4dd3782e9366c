namespace TelegramParser.Operator.Web.Problems;

/// <summary>
/// An answer that is not a success: problem details by RFC 9457 with a stable <c>code</c>. Thrown by whoever finds the
/// problem and written by <see cref="ProblemMiddleware"/>.
/// </summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">One of <see cref="ProblemCodes"/>.</param>
/// <param name="title">What kind of problem, the same for every occurrence.</param>
/// <param name="detail">What is wrong here and what to do.</param>
internal sealed class ApiProblem(int status, string code, string title, string detail) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Title { get; } = title;

    /// <summary>With 429 and 503: seconds until another try makes sense.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>The constant of <c>Reasons</c>, or Telegram's own error, that a worker gave.</summary>
    public string? Reason { get; init; }

    /// <summary>Further members of the body.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public static ApiProblem InvalidParameter(string name, string detail) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.InvalidParameter, "A parameter of the request is not valid.", detail)
        {
            Extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { ["parameter"] = name },
        };

    public static ApiProblem InvalidBody(string detail) =>
        new(StatusCodes.Status400BadRequest, ProblemCodes.InvalidBody, "The body of the request is not valid.", detail);

    public static ApiProblem NotFound(string code, string title, string detail) =>
        new(StatusCodes.Status404NotFound, code, title, detail);
}
