namespace TelegramParser.Telemetry.Logging;

/// <summary>How a log line is written.</summary>
public enum LogFormat
{
    /// <summary>One readable line: time, level, category, message, then <c>key=value</c> pairs.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
