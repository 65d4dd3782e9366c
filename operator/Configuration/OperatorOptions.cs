using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;

namespace TelegramParser.Operator.Configuration;

/// <summary>What the controllers need to know beyond the resources.</summary>
public sealed record OperatorOptions
{
    /// <summary>Name of the installation: part of a user's identity in a shared database.</summary>
    public required string Installation { get; init; }

    /// <summary>The installation's control key, from which each worker's credentials are derived.</summary>
    public required ReadOnlyMemory<byte> ControlKey { get; init; }

    /// <summary>Postgres connection string that workers are given.</summary>
    public required string WorkerDatabase { get; init; }

    /// <summary>The only namespace whose resources are looked at; all when null.</summary>
    public string? WatchNamespace { get; init; }

    /// <summary>
    /// The operator's own namespace: the only one whose Secrets may ask for a token that opens all users; any may when null.
    /// </summary>
    public string? OwnNamespace { get; init; }

    /// <summary>Image of the worker.</summary>
    public string WorkerImage { get; init; } = "telegram-parser-worker";

    /// <summary>When the worker's image is pulled: <c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>; the cluster's rule when null.</summary>
    public string? WorkerImagePullPolicy { get; init; }

    /// <summary>Names of Secrets, in each user's namespace, that the worker's image is pulled with.</summary>
    public IReadOnlyList<string> WorkerImagePullSecrets { get; init; } = [];

    /// <summary>Size of the session volume of users that ask for none.</summary>
    public string WorkerStorageSize { get; init; } = "1Gi";

    /// <summary>Storage class of those volumes; the cluster's default when null.</summary>
    public string? WorkerStorageClass { get; init; }

    /// <summary>Least and most that the worker of a user that asks for nothing uses.</summary>
    public ResourceRequirements WorkerResources { get; init; } = new()
    {
        Requests = new Dictionary<string, string>(StringComparer.Ordinal) { ["cpu"] = "10m", ["memory"] = "128Mi" },
        Limits = new Dictionary<string, string>(StringComparer.Ordinal) { ["memory"] = "512Mi" },
    };

    /// <summary>Who may connect to workers; everybody when null.</summary>
    public WorkerNetwork? Network { get; init; }

    /// <summary>Most workers that are not ready at a time because their pods are replaced.</summary>
    public int MaxUnavailable { get; init; } = 10;

    /// <summary>Further environment variables of every worker.</summary>
    public IReadOnlyDictionary<string, string> WorkerEnvironment { get; init; } =
        new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>What workers do with the pages that posts link to.</summary>
    public WorkerEnrichment Enrichment { get; init; } = new();

    /// <summary>Telegram credentials of users that name no Secret of their own.</summary>
    public TelegramCredentials? DefaultCredentials { get; init; }

    /// <summary>Proxy of users that name none.</summary>
    public DefaultProxy? DefaultProxy { get; init; }

    /// <summary>How many objects of a kind are reconciled at once.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>How often the state in Postgres is read without being told of a change.</summary>
    public TimeSpan ObservationInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest time between two writes of an object's counts and times, when nothing else changed.</summary>
    public TimeSpan VolatileStatusInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether resources of a namespace are looked at.</summary>
    public bool Watches(string ns) => WatchNamespace is null || string.Equals(WatchNamespace, ns, StringComparison.Ordinal);

    /// <summary>Never shows secrets.</summary>
    public override string ToString() => $"{nameof(OperatorOptions)} {{ {Installation} }}";
}

/// <summary>An application's credentials from https://my.telegram.org.</summary>
/// <param name="ApiId">Positive number.</param>
/// <param name="ApiHash">32 hex digits.</param>
public sealed record TelegramCredentials(string ApiId, string ApiHash)
{
    /// <summary>Never shows the hash.</summary>
    public override string ToString() => $"{nameof(TelegramCredentials)} {{ {ApiId} }}";
}

/// <summary>A proxy with its secrets.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Secrets">Contents of its files in the secrets folder, by the names of <see cref="WorkerSecrets"/>.</param>
public sealed record DefaultProxy(ProxySettings Address, IReadOnlyDictionary<string, string> Secrets)
{
    /// <summary>Never shows secrets.</summary>
    public override string ToString() => Address.ToString();
}
