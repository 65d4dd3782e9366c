using TelegramParser.Harness.Network;
using TelegramParser.Harness.Time;

namespace TelegramParser.Harness.Standalone;

/// <summary>How to start <c>operator standalone</c>.</summary>
public sealed record StandaloneOptions
{
    /// <summary>Folder of manifests.</summary>
    public required string Manifests { get; init; }

    /// <summary>Data folder.</summary>
    public required string Data { get; init; }

    /// <summary>Connection string.</summary>
    public required string Database { get; init; }

    /// <summary>Path of the library that the workers load; null lets them find it.</summary>
    public string? TdJson { get; init; }

    /// <summary>The program of the workers; the repository's when null.</summary>
    public string? Worker { get; init; }

    /// <summary>Proxy of users that name none.</summary>
    public string? DefaultProxy { get; init; }

    /// <summary>Default credentials.</summary>
    public string? ApiId { get; init; }

    /// <summary>Default credentials.</summary>
    public string? ApiHash { get; init; }

    /// <summary>Hosts on private addresses that links may lead to.</summary>
    public string? PrivateHosts { get; init; }

    /// <summary>Port of the REST API; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Receives every line that the process prints.</summary>
    public Action<string>? Output { get; init; }
}

/// <summary>A running <c>operator standalone</c>, as a person would start it, in a process of its own.</summary>
public sealed class StandaloneProcess : IAsyncDisposable
{
    private readonly ManagedProcess _process;

    private StandaloneProcess(ManagedProcess process, Uri url, Uri metrics)
    {
        _process = process;
        Metrics = metrics;
        Http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromSeconds(330) };
    }

    /// <summary>Client of its REST API.</summary>
    public HttpClient Http { get; }

    /// <summary>Where its metrics are.</summary>
    public Uri Metrics { get; }

    /// <summary>Process id.</summary>
    public int Pid => _process.Pid;

    /// <summary>Everything printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _process.Lines;

    /// <summary>Starts it and waits until its REST API answers.</summary>
    public static async Task<StandaloneProcess> StartAsync(StandaloneOptions options)
    {
        var url = new Uri($"http://127.0.0.1:{(options.Port == 0 ? FreePort.Find() : options.Port)}");
        var metrics = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        string[] arguments =
        [
            "standalone",
            "--manifests", options.Manifests,
            "--data", options.Data,
            "--worker", options.Worker ?? Repository.Program("worker", "worker"),
            "--listen", url.Authority,
            "--listen-metrics", metrics.Authority,
        ];
        var process = ManagedProcess.Start(Repository.Program("operator", "operator"), arguments, new()
        {
            ["TGPARSER_DATABASE"] = options.Database,
            ["TGPARSER_TDJSON"] = options.TdJson,
            ["TGPARSER_DEFAULT_PROXY"] = options.DefaultProxy,
            ["TELEGRAM_API_ID"] = options.ApiId,
            ["TELEGRAM_API_HASH"] = options.ApiHash,
            ["TGPARSER_PRIVATE_HOSTS"] = options.PrivateHosts,
        }, options.Output);
        var standalone = new StandaloneProcess(process, url, metrics);
        try
        {
            // Another program may answer at that address.
            await process.WaitForLineAsync(line => line.Contains("REST API and login pages: ", StringComparison.Ordinal));
            await Eventually.SeeAsync(standalone.IsReadyAsync);
            return standalone;
        }
        catch
        {
            await standalone.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends it like a crash does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Ends it like Ctrl-C does and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Http.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (_process.ExitCode is { } code)
            throw new InvalidOperationException($"operator standalone ended with code {code}:\n{_process.Tail}");
        try
        {
            using var answer = await Http.GetAsync("/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }
}
