using System.CommandLine;
using Microsoft.Extensions.Logging;
using TelegramParser.Operator.Cluster;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Metrics;
using TelegramParser.Operator.Web;
using TelegramParser.Operator.Web.Retention;
using TelegramParser.Telemetry.Logging;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator web</c>: the REST API and the login pages alone, as the sidecar runs them.</summary>
internal static class WebCommand
{
    // A person sets something now and then; whose a token is is remembered.
    private const double RequestsPerSecond = 20;

    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var database = CommonSettings.Database();
        var listen = CommonSettings.Listen("0.0.0.0:8010");
        var listenMetrics = CommonSettings.ListenMetrics("0.0.0.0:9091");
        var installation = CommonSettings.Installation();
        var apiToken = CommonSettings.ApiToken();
        var controlKey = CommonSettings.ControlKey();
        var kubeconfig = CommonSettings.Kubeconfig();
        var writeResources = CommonSettings.WriteResources();
        var tokenAudiences = new Setting(
            "--token-audiences", "TGPARSER_TOKEN_AUDIENCES",
            "Audiences, separated by commas: tokens of Kubernetes for one of them are served by the cluster's roles. None are if not given.");
        var settings = new WebSettings();
        var command = new Command("web", "Serve the REST API and the login pages.");
        Setting[] all = [database, listen, listenMetrics, controlKey.File, apiToken.File, installation, kubeconfig, writeResources, tokenAudiences, .. settings.All];
        foreach (var setting in all)
            setting.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (key, source) = controlKey.Require(result);
            // A mistake in it is told now, and not by the first request.
            await OperatorDatabase.Open(database.Require(result), "tgparser-web", maxPoolSize: 1).DisposeAsync();
            using var loggers = LoggerFactory.Create(logging => logging.AddLineConsole());
            var (writes, audiences) = (writeResources.RequireSwitch(result), tokenAudiences.FindList(result));
            using var cluster = new ClusterConnection(kubeconfig.Find(result), RequestsPerSecond, ResourceWriter.FieldManager, loggers);
            if (writes || audiences.Count > 0)
                cluster.Try();
            using var registry = new MetricRegistry("TelegramParser.", [.. AdoptedInstrument.Database, .. AdoptedInstrument.Web]);
            using var process = new ProcessMetrics();
            await using var metrics = await MetricsServer.StartAsync(listenMetrics.Require(result), registry, _ => { }, cancellationToken);
            var options = new WebOptions
            {
                Installation = installation.Require(result),
                Database = database.Require(result),
                ControlKey = ControlKey.Parse(key, source),
                Listen = listen.Require(result),
                ApiToken = apiToken.Find(result)?.Value,
                Resources = writes ? () => cluster.Api : null,
                Reviews = () => cluster.Api,
                TokenAudiences = audiences,
                Logging = logging => logging.AddLineConsole(),
            };
            await using var web = await WebHost.StartAsync(settings.AddTo(options, result), cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await web.StopAsync(CancellationToken.None);
        });
        return command;
    }
}
