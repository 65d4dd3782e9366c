using System.CommandLine;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Web;
using TelegramParser.Telemetry.Logging;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator web</c>: the REST API and the login pages alone, as the sidecar runs them.</summary>
internal static class WebCommand
{
    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var database = CommonSettings.Database();
        var listen = CommonSettings.Listen("0.0.0.0:8010");
        var installation = CommonSettings.Installation();
        var apiToken = CommonSettings.ApiTokenFile();
        var controlKey = new Setting(
            "--control-key-file", "TGPARSER_CONTROL_KEY_FILE", "File with the installation's control key: 32 bytes in base64.");
        var command = new Command("web", "Serve the REST API and the login pages.");
        foreach (var setting in new[] { database, listen, controlKey, apiToken, installation })
            setting.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            // A mistake in it is told now, and not by the first request.
            await OperatorDatabase.Open(database.Require(result), "tgparser-web", maxPoolSize: 1).DisposeAsync();
            await using var web = WebHost.Build(new WebOptions
            {
                Installation = installation.Require(result),
                Database = database.Require(result),
                ControlKey = ControlKeyFile.Read(controlKey.Require(result)),
                Listen = listen.Require(result),
                ApiToken = apiToken.ReadApiToken(result),
                Logging = logging => logging.AddLineConsole(),
            });
            await web.StartAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await web.StopAsync(CancellationToken.None);
        });
        return command;
    }
}
