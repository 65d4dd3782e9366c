using System.Net;
using Microsoft.Extensions.Options;
using TelegramParser.Contracts.Control;
using TelegramParser.Kubernetes.Api;

namespace TelegramParser.Operator.Web;

/// <summary>What the web sidecar (REST API and login pages) needs to run.</summary>
public sealed record WebOptions
{
    /// <summary>Name of the installation; only its users are served.</summary>
    public required string Installation { get; init; }

    /// <summary>Postgres connection string (Npgsql's form or a <c>postgres://</c> URL).</summary>
    public required string Database { get; init; }

    /// <summary>The installation's control key: derives each worker's token and pinned TLS key.</summary>
    public required ReadOnlyMemory<byte> ControlKey { get; init; }

    /// <summary>IP address and port, such as <c>0.0.0.0:8010</c> or <c>[::]:8010</c>; port 0 takes a free one.</summary>
    public string Listen { get; init; } = "127.0.0.1:8010";

    /// <summary>
    /// Where people reach this server, a URL without a path, which documents that are read elsewhere name. Null for the address that each
    /// request was sent to, which behind a proxy with TLS is not what its client has asked.
    /// </summary>
    public string? PublicUrl { get; init; }

    /// <summary>
    /// The installation's own token, which opens everything. Null serves everybody, which is allowed on a loopback address only; the
    /// Host and Origin of each request must then be loopback names too.
    /// </summary>
    public string? ApiToken { get; init; }

    /// <summary>Requests that each token may send a minute; 0 for any number.</summary>
    public int RequestsPerMinute { get; init; } = 1200;

    /// <summary>Where resources are written that the API is asked to change; null where their manifests are files.</summary>
    public Func<IKubernetesApi>? Resources { get; init; }

    /// <summary>What is asked whose a token is that is none of this server's, and what they may do.</summary>
    public Func<IReviewApi>? Reviews { get; init; }

    /// <summary>Whom such tokens must be for, one of them; none of them is served when empty.</summary>
    public IReadOnlyList<string> TokenAudiences { get; init; } = [];

    /// <summary>How long records of commands are kept.</summary>
    public TimeSpan AuditKept { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Clock of time-outs and of relative times such as <c>hours_back</c>.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Sets up logging; logs nothing when null.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Shortest <see cref="ApiToken"/> that is accepted, characters.</summary>
    public const int MinimumTokenLength = 16;

    /// <summary><see cref="Listen"/>, parsed.</summary>
    internal IPEndPoint Endpoint { get; private init; } = new(IPAddress.Loopback, 0);

    /// <summary>Checks every option.</summary>
    /// <returns>The same options with <see cref="Endpoint"/> set.</returns>
    /// <exception cref="OptionsValidationException">Options are missing or contradict each other; the message says what to do.</exception>
    public WebOptions Validated()
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(Installation))
            failures.Add("The installation has no name.");
        if (string.IsNullOrWhiteSpace(Database))
            failures.Add("The Postgres connection string is missing.");
        if (ControlKey.Length != ControlCredentials.KeyLength)
            failures.Add($"The control key must be {ControlCredentials.KeyLength} bytes, not {ControlKey.Length}.");
        if (ApiToken is { Length: < MinimumTokenLength })
            failures.Add($"The API token must have at least {MinimumTokenLength} characters.");
        if (TokenAudiences.Count > 0 && (ApiToken is null || Reviews is null))
            failures.Add("Tokens of Kubernetes are served beside an API token only, and where there is a cluster to ask.");
        if (RequestsPerMinute < 0)
            failures.Add($"The requests that a token may send a minute cannot be {RequestsPerMinute}: give 0 for any number, or more.");
        if (AuditKept < TimeSpan.FromDays(1))
            failures.Add("Records of commands must be kept for at least a day.");
        if (PublicUrl is not null && !IsServer(PublicUrl))
            failures.Add($"'{PublicUrl}' is not where people reach the web server: give scheme and host alone, such as https://tgparser.example.com.");
        IPEndPoint? endpoint = null;
        if (!Listen.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(Listen, out endpoint))
            failures.Add($"Cannot listen on '{Listen}': give an IP address and a port, such as 127.0.0.1:8010.");
        else if (ApiToken is null && !IPAddress.IsLoopback(endpoint.Address))
            failures.Add($"Serving {Listen} needs an API token, since others can reach that address. Set one, or listen on 127.0.0.1.");
        return failures.Count == 0
            ? this with { Endpoint = endpoint! }
            : throw new OptionsValidationException(nameof(WebOptions), typeof(WebOptions), failures);
    }

    /// <summary>The server by its public address, without a slash at the end.</summary>
    internal string ServerOf(HttpRequest request) => PublicUrl?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";

    private static bool IsServer(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "", PathAndQuery: "/", Fragment: "" };

    /// <summary>Where the server listens; the secrets are left out.</summary>
    public override string ToString() => $"{nameof(WebOptions)} {{ {Installation} on {Listen} }}";
}
