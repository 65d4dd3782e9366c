using System.CommandLine;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Election;
using TelegramParser.Operator.Cluster;
using TelegramParser.Operator.Configuration;
using TelegramParser.Telemetry.Logging;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator run</c>: the controllers in a Kubernetes cluster.</summary>
internal sealed class RunCommand
{
    private readonly Setting _kubeconfig = CommonSettings.Kubeconfig();
    private readonly Setting _database = CommonSettings.Database();
    private readonly Setting _workerDatabase = new(
        "--worker-database", "TGPARSER_WORKER_DATABASE", "Postgres as workers are told it; the operator's own connection string if not given.");
    private readonly SecretSetting _controlKey = CommonSettings.ControlKey();
    private readonly Setting _installation = CommonSettings.Installation();
    private readonly Setting _namespace = CommonSettings.Namespace("Namespace of the Lease; that of the pod or the kubeconfig if not given.");
    private readonly Setting _watchNamespace = new(
        "--watch-namespace", "TGPARSER_WATCH_NAMESPACE", "The only namespace whose resources are looked at; all if not given.");
    private readonly Setting _lease = new(
        "--lease", "TGPARSER_LEASE", "Name of the Lease by which one of several replicas leads.", "telegram-parser-operator-leader");
    private readonly Setting _listenMetrics = CommonSettings.ListenMetrics("0.0.0.0:9090", "/metrics, /healthz and /readyz");
    private readonly Setting _requests = new(
        "--requests-per-second", "TGPARSER_REQUESTS_PER_SECOND", "Requests that the operator allows itself to the API server.", "50");
    private readonly Setting _statusInterval = new(
        "--status-interval", "TGPARSER_STATUS_INTERVAL",
        "Shortest time between two writes of an object's counts and times; what needs attention is written at once.", "5m");
    private readonly WorkerPodSettings _workers = new();
    private readonly EnrichmentSettings _enrichment = new();
    private readonly Setting _proxy = CommonSettings.DefaultProxy();

    /// <summary>The verb.</summary>
    public static Command Build() => new RunCommand().ToCommand();

    private Command ToCommand()
    {
        var command = new Command(
            "run",
            "Run the controllers in a Kubernetes cluster. Telegram credentials of users that name no Secret come from "
            + $"{CommonSettings.ApiIdVariable} and {CommonSettings.ApiHashVariable} (https://my.telegram.org).");
        Setting[] settings =
        [
            _kubeconfig, _database, _workerDatabase, _controlKey.File, _installation, _namespace, _watchNamespace, _lease, _listenMetrics,
            _requests, _statusInterval, .. _workers.All, .. _enrichment.All, _proxy,
        ];
        foreach (var setting in settings)
            setting.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = Read(result);
        using var loggers = LoggerFactory.Create(logging => logging.AddLineConsole());
        try
        {
            await new ClusterHost(options, loggers, TimeProvider.System).RunAsync(cancellationToken);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // SIGTERM or Ctrl-C: the Lease has been given back.
            return 0;
        }
        catch (LeadershipLostException e)
        {
            throw new UserErrorException($"{e.Message} Another replica may lead now, so this process ends.", e);
        }
    }

    private ClusterOptions Read(ParseResult result)
    {
        var (controlKey, source) = _controlKey.Require(result);
        var database = _database.Require(result);
        var cluster = ClusterClient.Load(_kubeconfig.Find(result), TimeProvider.System);
        var ownNamespace = _namespace.Find(result) ?? cluster.Namespace;
        return new ClusterOptions
        {
            Cluster = cluster,
            Database = database,
            Namespace = ownNamespace,
            Lease = _lease.Require(result),
            ListenMetrics = _listenMetrics.Require(result),
            RequestsPerSecond = _requests.RequireNumber(result),
            Controllers = _workers.Read(result, new OperatorOptions
            {
                Installation = _installation.Require(result),
                ControlKey = ControlKey.Parse(controlKey, source),
                WorkerDatabase = _workerDatabase.Find(result) ?? database,
                WorkerEnvironment = SharedVariables.Read(),
                Enrichment = _enrichment.Read(result),
                WatchNamespace = _watchNamespace.Find(result),
                OwnNamespace = ownNamespace,
                VolatileStatusInterval = _statusInterval.RequireDuration(result),
                DefaultCredentials = DefaultCredentials.Read(CommonSettings.ApiIdVariable, CommonSettings.ApiHashVariable),
                DefaultProxy = _proxy.ReadProxy(result),
            }, ownNamespace),
        };
    }
}
