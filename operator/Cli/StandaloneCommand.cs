using System.CommandLine;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Standalone;
using TelegramParser.Telemetry.Logging;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator standalone</c>: everything on this machine, without Kubernetes.</summary>
internal sealed class StandaloneCommand
{
    private const string ApiIdVariable = "TELEGRAM_API_ID";
    private const string ApiHashVariable = "TELEGRAM_API_HASH";

    private readonly Setting _manifests = new("--manifests", "TGPARSER_MANIFESTS", "Folder of manifests; edits apply at once.");
    private readonly Setting _data = new("--data", "TGPARSER_DATA", "Folder of sessions and secrets.");
    private readonly Setting _database = CommonSettings.Database();
    private readonly Setting _tdJson = new("--tdjson", WorkerEnvironment.TdJson, "Path of libtdjson.so; beside the worker if not given.");
    private readonly Setting _worker = new("--worker", "TGPARSER_WORKER", "The worker program; beside this one if not given.");
    private readonly Setting _listen = CommonSettings.Listen("127.0.0.1:8010");
    private readonly Setting _listenMetrics = CommonSettings.ListenMetrics("127.0.0.1:8011", "/metrics, and of /workers, where Prometheus finds those of the workers");
    private readonly SecretSetting _apiToken = CommonSettings.ApiToken();
    private readonly EnrichmentSettings _enrichment = new();
    private readonly Setting _proxy = CommonSettings.DefaultProxy();
    private readonly WebSettings _web = new();
    private readonly Setting _installation = CommonSettings.Installation();

    /// <summary>The verb.</summary>
    public static Command Build() => new StandaloneCommand().ToCommand();

    private Command ToCommand()
    {
        var command = new Command(
            "standalone",
            "Run everything on this machine: the controllers with an in-memory API server, a worker process a TelegramUser, "
            + "the REST API and the login pages. Telegram credentials of users that name no Secret come from "
            + $"{ApiIdVariable} and {ApiHashVariable} (https://my.telegram.org).");
        Setting[] settings =
        [
            _manifests, _data, _database, _tdJson, _worker, _listen, _listenMetrics, _apiToken.File, .. _web.All, .. _enrichment.All, _proxy, _installation,
        ];
        foreach (var setting in settings)
            setting.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = Read(result);
        using var loggers = LoggerFactory.Create(logging => logging.AddLineConsole());
        try
        {
            await new StandaloneHost(options, loggers, TimeProvider.System).RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C or SIGTERM: everything has been stopped.
        }
    }

    private StandaloneOptions Read(ParseResult result)
    {
        var manifests = _manifests.Require(result);
        if (!Directory.Exists(manifests))
            throw new UserErrorException($"The manifest folder {manifests} does not exist.");
        return new StandaloneOptions
        {
            Manifests = manifests,
            Data = _data.Require(result),
            Database = _database.Require(result),
            Listen = _listen.Require(result),
            ListenMetrics = _listenMetrics.Require(result),
            Installation = _installation.Require(result),
            Worker = FindWorker(result),
            TdJson = _tdJson.Find(result),
            ApiToken = _apiToken.Find(result)?.Value,
            Web = options => _web.AddTo(options, result),
            Enrichment = _enrichment.Read(result),
            DefaultProxy = _proxy.ReadProxy(result),
            DefaultCredentials = DefaultCredentials.Read(ApiIdVariable, ApiHashVariable),
        };
    }

    private string FindWorker(ParseResult result)
    {
        var worker = _worker.Find(result) ?? Path.Combine(AppContext.BaseDirectory, "worker");
        return File.Exists(worker)
            ? worker
            : throw new UserErrorException($"There is no worker at {worker}. Give its path with --worker or TGPARSER_WORKER.");
    }
}
