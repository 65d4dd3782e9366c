using System.Globalization;
using System.Security.Cryptography;
using TelegramParser.Harness.Time;

namespace TelegramParser.Harness.Operators;

/// <summary>How to start <c>operator run</c>.</summary>
public sealed record OperatorProcessOptions
{
    /// <summary>The cluster.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>Postgres.</summary>
    public required string Database { get; init; }

    /// <summary>Namespace of its Lease, and the only one that it looks at.</summary>
    public required string Namespace { get; init; }

    /// <summary>Shortest time between two writes of an object's counts.</summary>
    public TimeSpan StatusInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Proxy of users that name none.</summary>
    public string? DefaultProxy { get; init; }

    /// <summary>The installation's control key, in base64.</summary>
    public string ControlKey { get; init; } = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}

/// <summary><c>operator run</c> as it is shipped, in a process of its own.</summary>
public sealed class OperatorProcess : IAsyncDisposable
{
    private readonly ManagedProcess _process;

    private OperatorProcess(ManagedProcess process) => _process = process;

    /// <summary>Memory that it holds now, in MB.</summary>
    public double ResidentMegabytes => ProcessStat.Megabytes(_process.Pid, "VmRSS");

    /// <summary>The most that it ever held, in MB.</summary>
    public double PeakMegabytes => ProcessStat.Megabytes(_process.Pid, "VmHWM");

    /// <summary>Lines that tell of trouble.</summary>
    public IReadOnlyList<string> Troubles =>
        [.. _process.Lines.Where(line => line.Contains("could not", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal))];

    /// <summary>Starts it; it may have to wait for the Lease, or for the API server.</summary>
    public static OperatorProcess Start(OperatorProcessOptions options) => new(ManagedProcess.Start(
        Repository.Program("operator", "operator"),
        ["run"],
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["TGPARSER_KUBECONFIG"] = options.Kubeconfig,
            ["TGPARSER_DATABASE"] = options.Database,
            ["TGPARSER_NAMESPACE"] = options.Namespace,
            ["TGPARSER_WATCH_NAMESPACE"] = options.Namespace,
            ["TGPARSER_CONTROL_KEY"] = options.ControlKey,
            ["TGPARSER_API_ID"] = "12345",
            ["TGPARSER_API_HASH"] = "0123456789abcdef0123456789abcdef",
            ["TGPARSER_DEFAULT_PROXY"] = options.DefaultProxy,
            ["TGPARSER_LISTEN_METRICS"] = "127.0.0.1:0",
            ["TGPARSER_STATUS_INTERVAL"] = string.Create(CultureInfo.InvariantCulture, $"{(int)options.StatusInterval.TotalSeconds}s"),
            // A thousand users at once are not to wait for the operator's own politeness.
            ["TGPARSER_REQUESTS_PER_SECOND"] = "300",
            // The heap's limit of a pod with 512 MiB.
            ["DOTNET_GCHeapHardLimit"] = "0x18000000",
        }));

    /// <summary>Waits until it leads and knows what is in Postgres.</summary>
    public Task SeeWorkingAsync() => _process.WaitForLineAsync(line => line.Contains("read from Postgres", StringComparison.Ordinal));

    /// <summary>Ends it like a crash does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Waits until it has ended by itself.</summary>
    public Task SeeEndAsync() => Eventually.SeeAsync(() => Task.FromResult(_process.ExitCode is not null));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _process.DisposeAsync();
}
