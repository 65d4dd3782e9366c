using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace TelegramParser.Telemetry.Logging;

/// <summary>The one way that the project's processes log: single lines on standard output.</summary>
public static class LoggingSetup
{
    /// <summary>Environment variable that chooses <c>text</c> (default) or <c>json</c>.</summary>
    public const string FormatVariable = "TGPARSER_LOG_FORMAT";

    /// <summary>Environment variable of the lowest level: <c>Debug</c>, <c>Information</c> (default), <c>Warning</c>, …</summary>
    public const string LevelVariable = "TGPARSER_LOG_LEVEL";

    /// <summary>Logs single lines to the console, each ending with the constant fields.</summary>
    /// <param name="logging">The builder of a host or of a logger factory.</param>
    /// <param name="constants">Fields that every line of this process carries, such as the event loop's id.</param>
    public static ILoggingBuilder AddLineConsole(
        this ILoggingBuilder logging, params IReadOnlyList<KeyValuePair<string, string>> constants)
    {
        var format = Enum.TryParse<LogFormat>(Environment.GetEnvironmentVariable(FormatVariable), ignoreCase: true, out var f)
            ? f
            : LogFormat.Text;
        var level = Enum.TryParse<LogLevel>(Environment.GetEnvironmentVariable(LevelVariable), ignoreCase: true, out var l)
            ? l
            : LogLevel.Information;
        logging.ClearProviders();
        logging.SetMinimumLevel(level);
        logging.AddFilter("Microsoft", level < LogLevel.Information ? level : LogLevel.Warning);
        logging.AddFilter("Npgsql", level < LogLevel.Information ? level : LogLevel.Warning);
        logging.Services.AddSingleton<ConsoleFormatter>(new LineFormatter(format, TimeProvider.System, constants));
        logging.AddConsole(o => o.FormatterName = LineFormatter.FormatterName);
        return logging;
    }
}
