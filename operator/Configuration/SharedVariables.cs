using TelegramParser.Contracts.Workers;
using TelegramParser.Telemetry.Logging;

namespace TelegramParser.Operator.Configuration;

/// <summary>Variables of our own environment that workers should share.</summary>
internal static class SharedVariables
{
    private static readonly string[] Names =
        [LoggingSetup.FormatVariable, LoggingSetup.LevelVariable, WorkerEnvironment.RateLimits];

    /// <summary>Those that are set.</summary>
    public static Dictionary<string, string> Read() => Names
        .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
        .Where(variable => !string.IsNullOrEmpty(variable.Value))
        .ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal);
}
