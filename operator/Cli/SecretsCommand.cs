using System.CommandLine;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Cluster;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Setup;
using TelegramParser.Telemetry.Logging;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator secrets</c>: makes the Secrets of an installation that do not exist.</summary>
internal sealed class SecretsCommand
{
    private const double RequestsPerSecond = 5;

    private readonly Setting _kubeconfig = CommonSettings.Kubeconfig();
    private readonly Setting _namespace = CommonSettings.Namespace("Namespace of the Secrets; that of the pod or the kubeconfig if not given.");
    private readonly Setting _keys = new("--keys-secret", "TGPARSER_KEYS_SECRET", "Secret with control-key and api-token.");
    private readonly Setting _database = new(
        "--database-secret", "TGPARSER_DATABASE_SECRET", "Secret with the password of a bundled Postgres and the URLs of its roles; none if not given.");
    private readonly Setting _databaseHost = new(
        "--database-host", "TGPARSER_DATABASE_HOST", "Host of the bundled Postgres, as workers in any namespace reach it.");

    /// <summary>The verb.</summary>
    public static Command Build() => new SecretsCommand().ToCommand();

    private Command ToCommand()
    {
        var command = new Command("secrets", "Make the Secrets of an installation that do not exist. What exists is never changed.");
        foreach (var setting in new[] { _kubeconfig, _namespace, _keys, _database, _databaseHost })
            setting.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            [_keys.Require(result)] = InstallationSecrets.Keys(),
        };
        if (_database.Find(result) is { } name)
            wanted[name] = InstallationSecrets.OfDatabase(_databaseHost.Require(result));

        using var loggers = LoggerFactory.Create(logging => logging.AddLineConsole());
        var configuration = ClusterClient.Load(_kubeconfig.Find(result), TimeProvider.System);
        using var api = ClusterClient.Connect(configuration, RequestsPerSecond, TimeProvider.System, loggers);
        var secrets = new CreateOnceSecrets(api);
        foreach (var (secret, values) in wanted)
        {
            var key = new ObjectKey(_namespace.Find(result) ?? configuration.Namespace, secret);
            var made = await EnsureAsync(secrets, key, values, cancellationToken);
            await result.InvocationConfiguration.Output.WriteLineAsync(made ? $"Made Secret {key}." : $"Secret {key} exists.");
        }
    }

    private static async Task<bool> EnsureAsync(
        CreateOnceSecrets secrets, ObjectKey key, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        try
        {
            return await secrets.EnsureAsync(key, values, cancellationToken);
        }
        catch (ApiException e)
        {
            throw new UserErrorException($"Secret '{key}' cannot be made: {e.Message}", e);
        }
        catch (HttpRequestException e)
        {
            throw new UserErrorException($"The API server does not answer: {e.Message}", e);
        }
    }
}
