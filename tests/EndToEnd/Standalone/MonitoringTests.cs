using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TelegramParser.EndToEndTests.Browser;
using TelegramParser.Harness;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Prometheus;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.Data;

namespace TelegramParser.EndToEndTests.Standalone;

/// <summary>A real Prometheus with the chart's rules looks at a running installation.</summary>
[Collection(BrowserCollection.Name)]
[SupportedOSPlatform("linux")]
public sealed partial class MonitoringTests(BrowserFixture fixture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // The chart's rules, in a hurry.
    private const string Hurry =
        """
        alerts: {configMap: true, rules: {ParseStalled: {threshold: 1, for: 1s}, ParseFailing: {for: 1s}, WorkerDown: {for: 1s}, SessionInvalid: {for: 1s},
          LoginPending: {for: 30s}, FloodWaitLong: {for: 1s}, DatabaseErrors: {for: 1s}, EventLoopBlocked: {for: 1s}, ReconcileErrors: {for: 1s},
          ReconcileStuck: {for: 1s}, OperatorDown: {for: 10s}, MetricsAbsent: {for: 20s}}}
        """;

    [Fact]
    public async Task Every_part_is_scraped_and_a_worker_that_is_held_down_fires_two_alerts_which_resolve()
    {
        using var worker = new HeldWorker();
        await using var scene = await StandaloneScene.StartAsync(fixture.Cluster, worker: worker.Program);
        File.Delete(Path.Combine(scene.Manifests, "bob.yaml"));
        var alice = Path.Combine(scene.Manifests, "alice.yaml");
        await File.WriteAllTextAsync(alice, (await File.ReadAllTextAsync(alice)).Replace("interval: 15s", "interval: 10s", StringComparison.Ordinal));
        await scene.LogInAsync("default:alice", DemoWorld.AlicePhone, "12345");
        await scene.SeeAllPostsAsync("default:alice", "harbour_news", "market_ledger");
        var (api, metrics) = ($"127.0.0.1:{FreePort.Find()}", $"127.0.0.1:{FreePort.Find()}");
        await using var web = ManagedProcess.Start(
            Repository.Program("operator", "operator"),
            ["web", "--listen", api, "--listen-metrics", metrics, "--control-key-file", Path.Combine(scene.Data, "secrets", "control.key")],
            new() { ["TGPARSER_DATABASE"] = scene.Database });
        await AskAsync(new Uri($"http://{api}"), "/users/default:alice", "/no-such-route");
        await using var prometheus = await PrometheusServer.StartAsync(
            $"""
            - job_name: {AlertRules.Job}
              static_configs: [{"{"}targets: ["{scene.Process.Metrics.Authority}"]{"}"}]
            - job_name: {AlertRules.Job}-web
              static_configs: [{"{"}targets: ["{metrics}"]{"}"}]
            - job_name: {AlertRules.Job}-workers
              http_sd_configs: [{"{"}url: "{scene.Process.Metrics}workers", refresh_interval: 1s{"}"}]
            """,
            await AlertRules.RenderAsync(Hurry));

        // Everything is scraped without an error, and promtool has nothing to say against any of it.
        var targets = await Eventually.SeeAsync(
            prometheus.TargetsAsync, all => all.Count == 3 && all.All(target => (string?)target["health"] == "up"), Patience);
        Assert.Equal("default:alice", (string?)targets.Single(target => JobOf(target) == $"{AlertRules.Job}-workers")["labels"]!["user"]);
        Assert.All(targets, target => Assert.Equal("", (string?)target["lastError"]));
        foreach (var target in targets)
        {
            using var http = new HttpClient();
            var (exitCode, said) = await Promtool.RunAsync(["check", "metrics"], await http.GetStringAsync((string)target["scrapeUrl"]!));
            Assert.True(exitCode == 0 && said.Length == 0, $"{JobOf(target)}: {said}");
        }
        await SeeFiringAsync(prometheus, []);

        worker.IsHeld = true;
        await EndWorkerAsync(scene);
        await SeeFiringAsync(prometheus, ["ParseStalled", "WorkerDown"]);

        worker.IsHeld = false;
        await SeeFiringAsync(prometheus, []);
        Assert.Equal(["ParseStalled", "WorkerDown"], await prometheus.EverFiredAsync());
        Assert.Empty(await prometheus.RuleErrorsAsync());
    }

    // All its alerts, and no other at any time on the way.
    private static Task SeeFiringAsync(PrometheusServer prometheus, IReadOnlyList<string> expected) => Eventually.SeeAsync(
        async () =>
        {
            var firing = await prometheus.FiringAsync();
            var names = firing.Select(alert => (string)alert["labels"]!["alertname"]!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            Assert.Subset(new HashSet<string>(["ParseStalled", "WorkerDown"], StringComparer.Ordinal), new HashSet<string>(names, StringComparer.Ordinal));
            return string.Join(", ", names);
        },
        names => names == string.Join(", ", expected),
        Patience);

    // As a person would who has deleted the pod.
    private static async Task EndWorkerAsync(StandaloneScene scene)
    {
        var started = scene.Process.Lines.Last(line => line.Contains("Pod default/alice-worker-0 started as process", StringComparison.Ordinal));
        using var kill = Process.Start("kill", ["-TERM", int.Parse(Number().Match(started).Value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    // Requests that succeed and that do not, once it answers.
    private static async Task AskAsync(Uri server, params string[] paths)
    {
        using var http = new HttpClient { BaseAddress = server };
        foreach (var path in paths)
            await Eventually.SeeAsync(() => AnswersAsync(http, path));
    }

    private static async Task<bool> AnswersAsync(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            return true;
        }
        catch (HttpRequestException)
        {
            // Not listening yet.
            return false;
        }
    }

    private static string? JobOf(JsonObject target) => (string?)target["labels"]!["job"];

    [GeneratedRegex(@"\d+(?=\.?$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Number();
}
