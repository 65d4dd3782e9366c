using System.Diagnostics;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Time;

namespace TelegramParser.Harness.Prometheus;

/// <summary>A real Prometheus, of Debian's package, with a folder of its own.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly Process _process;
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private PrometheusServer(Process process, DirectoryInfo folder, Uri url)
    {
        (_process, _folder) = (process, folder);
        _http = new HttpClient { BaseAddress = url };
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="scrapes">The list under <c>scrape_configs</c>, as YAML.</param>
    /// <param name="rules">A rule file.</param>
    public static async Task<PrometheusServer> StartAsync(string scrapes, string rules)
    {
        var folder = Directory.CreateTempSubdirectory("tgp-prometheus-");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "rules.yaml"), rules);
        var configuration = Path.Combine(folder.FullName, "prometheus.yaml");
        await File.WriteAllTextAsync(configuration,
            $"""
            global: {"{scrape_interval: 1s, evaluation_interval: 1s}"}
            rule_files: [rules.yaml]
            scrape_configs:
            {scrapes}
            """);
        var address = $"127.0.0.1:{FreePort.Find()}";
        string[] arguments =
        [
            $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}", $"--web.listen-address={address}", "--log.level=warn",
        ];
        var process = Promtool.Start(new ProcessStartInfo("prometheus", arguments) { UseShellExecute = false });
        var server = new PrometheusServer(process, folder, new Uri($"http://{address}"));
        try
        {
            await Eventually.SeeAsync(server.IsReadyAsync);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its targets: <c>health</c>, <c>lastError</c>, <c>labels</c> and more of each.</summary>
    public async Task<IReadOnlyList<JsonObject>> TargetsAsync() =>
        [.. (await GetAsync("/api/v1/targets?state=active"))["activeTargets"]!.AsArray().Select(target => target!.AsObject())];

    /// <summary>Its alerts that fire: name and labels.</summary>
    public async Task<IReadOnlyList<JsonObject>> FiringAsync() =>
    [
        .. (await GetAsync("/api/v1/alerts"))["alerts"]!.AsArray().Where(alert => (string?)alert!["state"] == "firing").Select(alert => alert!.AsObject()),
    ];

    /// <summary>Names of all alerts that have fired since it was started, resolved ones included.</summary>
    public async Task<IReadOnlyList<string>> EverFiredAsync() =>
    [
        .. (await GetAsync($"/api/v1/query?query={Uri.EscapeDataString("""count by (alertname) (count_over_time(ALERTS{alertstate="firing"}[1d]))""")}"))["result"]!
            .AsArray().Select(alert => (string)alert!["metric"]!["alertname"]!).Order(StringComparer.Ordinal),
    ];

    /// <summary>The rules' problems, as it tells them.</summary>
    public async Task<IReadOnlyList<string>> RuleErrorsAsync() =>
    [
        .. from rule in (await GetAsync("/api/v1/rules"))["groups"]!.AsArray().SelectMany(rules => rules!["rules"]!.AsArray())
           where (string?)rule!["health"] == "err"
           select $"{rule["name"]}: {rule["lastError"]}",
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(path))!["data"]!;

    private async Task<bool> IsReadyAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"prometheus ended with code {_process.ExitCode}; its output says why.");
        try
        {
            using var answer = await _http.GetAsync("/-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }
}
