using System.Net;
using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment;

namespace TelegramParser.Worker.Hosting;

/// <summary>What a worker process is given by its pod; see <see cref="WorkerEnvironment"/>.</summary>
public sealed record WorkerOptions
{
    /// <summary>Path of <c>worker.json</c>.</summary>
    public required string SettingsFile { get; init; }

    /// <summary>Folder of secret files.</summary>
    public required string SecretsFolder { get; init; }

    /// <summary>Folder of the Telegram session.</summary>
    public required string SessionFolder { get; init; }

    /// <summary>Postgres connection string.</summary>
    public required string Database { get; init; }

    /// <summary>Where the control API listens.</summary>
    public IPEndPoint ControlListen { get; init; } = new(IPAddress.Any, 8443);

    /// <summary>Host under which others reach the control API.</summary>
    public string? ControlHost { get; init; }

    /// <summary>Where metrics and probes are served.</summary>
    public IPEndPoint MetricsListen { get; init; } = new(IPAddress.Any, 9090);

    /// <summary>Lease holder: the same over restarts of the container, different for every pod.</summary>
    public required string PodUid { get; init; }

    /// <summary>False turns the token buckets off.</summary>
    public bool RateLimits { get; init; } = true;

    /// <summary>Hosts on private addresses that links may lead to.</summary>
    internal PrivateHosts PrivateHosts { get; init; } = PrivateHosts.None;

    /// <summary>Pages that posts link to.</summary>
    internal EnrichmentOptions Enrichment { get; init; } = new();

    /// <summary>Process whose end ends this worker; null in a pod.</summary>
    public int? ParentPid { get; init; }

    /// <summary>Reads the process's environment.</summary>
    /// <param name="environment">Looks a variable up; null when it is not set.</param>
    /// <exception cref="WorkerOptionsException">A variable is missing or wrong; the message names every one of them.</exception>
    public static WorkerOptions FromEnvironment(Func<string, string?> environment)
    {
        var errors = new List<string>();
        var options = new WorkerOptions
        {
            SettingsFile = Required(WorkerEnvironment.SettingsFile),
            SecretsFolder = Required(WorkerEnvironment.SecretsFolder),
            SessionFolder = Required(WorkerEnvironment.SessionFolder),
            Database = Required(WorkerEnvironment.Database),
            PodUid = Required(WorkerEnvironment.PodUid),
            ControlHost = Optional(WorkerEnvironment.ControlHost),
            ControlListen = EndPoint(WorkerEnvironment.ControlListen, 8443),
            MetricsListen = EndPoint(WorkerEnvironment.MetricsListen, 9090),
            RateLimits = Switch(WorkerEnvironment.RateLimits),
            PrivateHosts = Parsed(WorkerEnvironment.PrivateHosts, PrivateHosts.Parse, PrivateHosts.None),
            Enrichment = new EnrichmentOptions
            {
                Enabled = Switch(WorkerEnvironment.Enrichment),
                UserAgent = Parsed(WorkerEnvironment.UserAgent, EnrichmentVariables.ParseUserAgent, new EnrichmentOptions().UserAgent),
                RespectRobots = Switch(WorkerEnvironment.Robots),
                Crawl4AiUrl = Parsed<Uri?>(WorkerEnvironment.Crawl4AiUrl, EnrichmentVariables.ParseCrawl4AiUrl, null),
            },
            ParentPid = Optional(WorkerEnvironment.ParentPid) is { } pid ? Number(WorkerEnvironment.ParentPid, pid) : null,
        };
        return errors.Count == 0
            ? options
            : throw new WorkerOptionsException("The worker cannot start: " + string.Join(" ", errors));

        string? Optional(string name) => environment(name) is { Length: > 0 } value ? value : null;

        string Required(string name)
        {
            if (Optional(name) is { } value)
                return value;
            errors.Add($"{name} is not set.");
            return "";
        }

        IPEndPoint EndPoint(string name, int defaultPort)
        {
            if (Optional(name) is not { } value)
                return new IPEndPoint(IPAddress.Any, defaultPort);
            if (IPEndPoint.TryParse(value, out var endPoint))
                return endPoint;
            errors.Add($"{name}='{value}' is not an address and port such as 0.0.0.0:{defaultPort}.");
            return new IPEndPoint(IPAddress.Any, defaultPort);
        }

        bool Switch(string name)
        {
            var value = Optional(name);
            if (value is not (null or "on" or "off"))
                errors.Add($"{name}='{value}' is neither on nor off.");
            return value is not "off";
        }

        T Parsed<T>(string name, Func<string, T> parse, T otherwise)
        {
            try
            {
                return Optional(name) is { } value ? parse(value) : otherwise;
            }
            catch (FormatException e)
            {
                errors.Add($"{name}: {e.Message}");
                return otherwise;
            }
        }

        int? Number(string name, string value)
        {
            if (int.TryParse(value, out var number))
                return number;
            errors.Add($"{name}='{value}' is not a number.");
            return null;
        }
    }
}

/// <summary>The environment of the process is incomplete or wrong.</summary>
public sealed class WorkerOptionsException(string message) : Exception(message);
