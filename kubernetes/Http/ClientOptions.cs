using System.Reflection;

namespace TelegramParser.Kubernetes.Http;

/// <summary>How a client behaves. The defaults are those of common controllers.</summary>
public sealed record ClientOptions
{
    /// <summary>Program and version, as <c>program/1.2.3</c>; its name is the field manager of what is not applied.</summary>
    public string UserAgent { get; init; } = DefaultUserAgent();

    /// <summary>Requests a second that the client allows itself in the long run.</summary>
    public double RequestsPerSecond { get; init; } = 20;

    /// <summary>Requests that it allows itself at once.</summary>
    public int Burst { get; init; } = 30;

    /// <summary>Time for a request with its answer, watches and logs that are followed excepted.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a request that the server put off is sent again.</summary>
    public int MaxRetries { get; init; } = 8;

    /// <summary>Longest wait that the server may ask for; a longer one is left to the caller.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects in a page of a list.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Time after which the server is asked to end a watch: at least this, at most twice this.</summary>
    public TimeSpan WatchTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Time without a byte after which a watch's connection counts as dead. Servers send a bookmark about every minute.
    /// </summary>
    public TimeSpan WatchIdleTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Refuses values that cannot work.</summary>
    /// <exception cref="ArgumentException">One cannot.</exception>
    internal static void Validate(ClientOptions options)
    {
        var wrong = options switch
        {
            { UserAgent.Length: 0 } => "UserAgent must not be empty",
            { RequestsPerSecond: not > 0 } or { Burst: < 1 } => "RequestsPerSecond and Burst must be positive",
            { PageSize: < 1 } => "PageSize must be positive",
            { MaxRetries: < 0 } => "MaxRetries must not be negative",
            _ when options.MaxRetryDelay < TimeSpan.Zero => "MaxRetryDelay must not be negative",
            _ when options.RequestTimeout <= TimeSpan.Zero || options.WatchIdleTimeout <= TimeSpan.Zero => "timeouts must be positive",
            _ when options.WatchTimeout < TimeSpan.FromSeconds(1) => "WatchTimeout must be at least a second",
            _ => null,
        };
        if (wrong is not null)
            throw new ArgumentException($"The options of the Kubernetes client are not valid: {wrong}.", nameof(options));
    }

    private static string DefaultUserAgent()
    {
        var program = Assembly.GetEntryAssembly()?.GetName();
        return $"{program?.Name ?? "kubernetes-client"}/{program?.Version?.ToString(3) ?? "0"}";
    }
}
