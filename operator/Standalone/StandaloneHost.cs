using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Metrics;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Operator.Standalone.Pods;
using TelegramParser.Operator.Web;
using TelegramParser.Telemetry.Logging;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.Operator.Standalone;

/// <summary>
/// Everything on one machine: the cluster's controllers against an in-memory API server that is fed from a folder of
/// manifests, workers as processes, the REST API in this process.
/// </summary>
internal sealed partial class StandaloneHost(StandaloneOptions options, ILoggerFactory loggers, TimeProvider time)
{
    private const int DatabaseConnections = 10;

    private readonly ILogger _logger = loggers.CreateLogger<StandaloneHost>();

    /// <summary>Runs until cancelled, then stops everything that it started.</summary>
    /// <exception cref="UserErrorException">Something that a person must correct.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var registry = new MetricRegistry("TelegramParser.", [.. AdoptedInstrument.Database, .. AdoptedInstrument.Web]);
        using var process = new ProcessMetrics();
        var folders = new StandaloneFolders(Path.GetFullPath(options.Data));
        folders.Create();
        using var dataLock = DataLock.Take(folders.Data);
        await using var database = OperatorDatabase.Open(options.Database, "tgparser-operator", DatabaseConnections);
        foreach (var migration in await OperatorDatabase.MigrateAsync(database, cancellationToken))
            Log.Migrated(_logger, migration);

        var secrets = new SecretFiles(folders);
        var api = new InMemoryApi(time, secrets);
        secrets.Restore(api);
        var controlKey = ControlKey.ReadOrCreate(Path.Combine(folders.Secrets, "control.key"));
        var runner = new StatefulSetRunner(api, PodOptions(folders), time, loggers.CreateLogger<StatefulSetRunner>());
        await runner.RestoreAsync();

        await using var metrics = await MetricsServer.StartAsync(
            options.ListenMetrics, registry, app => app.MapMetricsTargets(runner), cancellationToken);
        await using var web = await WebHost.StartAsync(WebOptions(controlKey), cancellationToken);
        var url = web.Urls.First();
        Log.Serving(_logger, url, metrics.Url);
        try
        {
            await RunAsync(api, runner, database, controlKey, url, cancellationToken);
        }
        finally
        {
            await web.StopAsync(CancellationToken.None);
        }
    }

    private async Task RunAsync(
        InMemoryApi api, StatefulSetRunner runner, NpgsqlDataSource database, byte[] controlKey, string url, CancellationToken cancellationToken)
    {
        // One part that fails ends the others.
        using var running = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var manifests = new ManifestWatcher(
            Path.GetFullPath(options.Manifests),
            new ManifestSync(api, loggers.CreateLogger<ManifestSync>()),
            time,
            loggers.CreateLogger<ManifestWatcher>());
        var records = new StoredUserRecords(database, options.Installation, time);
        using var controllers = new OperatorRuntime(api, records, OperatorOptions(controlKey), time, loggers);
        var notices = new LoginNotices(api, url, time, _logger);
        List<Task> parts =
        [
            manifests.RunAsync(running.Token),
            ControlAsync(),
            runner.RunAsync(running.Token),
            notices.RunAsync(running.Token),
        ];
        await Task.WhenAny(parts);
        await running.CancelAsync();
        await Task.WhenAll(parts);

        // A user that is not loaded yet must not look like one that is gone.
        async Task ControlAsync()
        {
            var loaded = await manifests.Loaded.WaitAsync(running.Token);
            Log.Loaded(_logger, loaded.Entries.Count(entry => entry.Object is not null), options.Manifests, loaded.Errors.Count);
            await controllers.RunAsync(running.Token);
        }
    }

    private PodOptions PodOptions(StandaloneFolders folders) => new()
    {
        Program = Path.GetFullPath(options.Worker),
        Folders = folders,
        Output = TextWriter.Synchronized(Console.Out).WriteLine,
        ParentPidVariable = WorkerEnvironment.ParentPid,
    };

    private OperatorOptions OperatorOptions(byte[] controlKey) => new()
    {
        Installation = options.Installation,
        ControlKey = controlKey,
        WorkerDatabase = options.Database,
        WorkerEnvironment = WorkerVariables(),
        Enrichment = options.Enrichment,
        DefaultCredentials = options.DefaultCredentials,
        DefaultProxy = options.DefaultProxy,
    };

    private WebOptions WebOptions(byte[] controlKey) => options.Web(new WebOptions
    {
        Installation = options.Installation,
        Database = options.Database,
        ControlKey = controlKey,
        Listen = options.Listen,
        ApiToken = options.ApiToken,
        TimeProvider = time,
        Logging = logging => logging.AddLineConsole(),
    });

    private Dictionary<string, string> WorkerVariables()
    {
        var variables = SharedVariables.Read();
        if (options.TdJson is not null)
            variables[WorkerEnvironment.TdJson] = Path.GetFullPath(options.TdJson);
        return variables;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Applied migration {Migration}.")]
        public static partial void Migrated(ILogger logger, string migration);

        [LoggerMessage(Level = LogLevel.Information, Message = "REST API and login pages: {Url}; metrics: {Metrics}/metrics")]
        public static partial void Serving(ILogger logger, string url, string metrics);

        [LoggerMessage(Level = LogLevel.Information, Message = "Loaded {Objects} objects from {Folder}; errors: {Errors}.")]
        public static partial void Loaded(ILogger logger, int objects, string folder, int errors);
    }
}
