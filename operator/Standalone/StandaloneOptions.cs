using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Web;

namespace TelegramParser.Operator.Standalone;

/// <summary>What <c>operator standalone</c> was told.</summary>
internal sealed record StandaloneOptions
{
    /// <summary>Folder of manifests.</summary>
    public required string Manifests { get; init; }

    /// <summary>Data folder: sessions, secrets, pods.</summary>
    public required string Data { get; init; }

    /// <summary>Postgres connection string.</summary>
    public required string Database { get; init; }

    /// <summary>Address and port of the REST API and the login pages.</summary>
    public required string Listen { get; init; }

    /// <summary>Address and port of the metrics.</summary>
    public required string ListenMetrics { get; init; }

    /// <summary>Name of the installation.</summary>
    public required string Installation { get; init; }

    /// <summary>The worker: an executable or a .NET assembly.</summary>
    public required string Worker { get; init; }

    /// <summary>Path of <c>libtdjson.so</c>; the worker finds it when null.</summary>
    public string? TdJson { get; init; }

    /// <summary>Bearer token of the REST API; null needs none, on loopback only.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Adds what the web server allows and keeps.</summary>
    public Func<WebOptions, WebOptions> Web { get; init; } = options => options;

    /// <summary>What workers do with the pages that posts link to.</summary>
    public WorkerEnrichment Enrichment { get; init; } = new();

    /// <summary>Proxy of users that name none.</summary>
    public DefaultProxy? DefaultProxy { get; init; }

    /// <summary>Credentials of users that name none.</summary>
    public TelegramCredentials? DefaultCredentials { get; init; }

    /// <summary>Never shows secrets.</summary>
    public override string ToString() => $"{nameof(StandaloneOptions)} {{ {Manifests}, {Data}, {Listen} }}";
}
