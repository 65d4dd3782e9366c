using System.Globalization;
using System.Security.Cryptography;
using TelegramParser.Harness;

namespace TelegramParser.Bench.Operator;

/// <summary><c>operator run</c> as it is shipped, in a process of its own.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private readonly ManagedProcess _process;

    private OperatorProcess(ManagedProcess process) => _process = process;

    /// <summary>Memory that it holds now, in MB.</summary>
    public double ResidentMegabytes => Kilobytes("VmRSS") / 1024;

    /// <summary>The most that it ever held, in MB.</summary>
    public double PeakMegabytes => Kilobytes("VmHWM") / 1024;

    /// <summary>Starts it and waits until it works.</summary>
    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="database">Postgres.</param>
    /// <param name="namespace">The only namespace that it looks at.</param>
    /// <param name="statusInterval">Shortest time between two writes of an object's counts.</param>
    public static async Task<OperatorProcess> StartAsync(string kubeconfig, string database, string @namespace, TimeSpan statusInterval)
    {
        var process = ManagedProcess.Start(
            Repository.Program("operator", "operator"),
            ["run"],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["TGPARSER_KUBECONFIG"] = kubeconfig,
                ["TGPARSER_DATABASE"] = database,
                ["TGPARSER_NAMESPACE"] = @namespace,
                ["TGPARSER_WATCH_NAMESPACE"] = @namespace,
                ["TGPARSER_CONTROL_KEY"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["TGPARSER_API_ID"] = "12345",
                ["TGPARSER_API_HASH"] = "0123456789abcdef0123456789abcdef",
                ["TGPARSER_LISTEN_METRICS"] = "127.0.0.1:0",
                ["TGPARSER_STATUS_INTERVAL"] = string.Create(CultureInfo.InvariantCulture, $"{(int)statusInterval.TotalSeconds}s"),
                // A thousand users at once are not to wait for the operator's own politeness.
                ["TGPARSER_REQUESTS_PER_SECOND"] = "300",
                // The heap's limit of a pod with 512 MiB.
                ["DOTNET_GCHeapHardLimit"] = "0x18000000",
            });
        await process.WaitForLineAsync(line => line.Contains("read from Postgres", StringComparison.Ordinal));
        return new OperatorProcess(process);
    }

    /// <summary>Lines that tell of trouble.</summary>
    public IReadOnlyList<string> Troubles =>
        [.. _process.Lines.Where(line => line.Contains("could not", StringComparison.Ordinal) || line.Contains("xception", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private double Kilobytes(string field) => double.Parse(
        File.ReadLines($"/proc/{_process.Pid}/status").Single(line => line.StartsWith(field, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
