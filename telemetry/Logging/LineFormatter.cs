using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace TelegramParser.Telemetry.Logging;

/// <summary>Writes each log entry as one line with all its values, and the process's constant fields behind them.</summary>
internal sealed class LineFormatter(LogFormat format, TimeProvider time, IReadOnlyList<KeyValuePair<string, string>> constants)
    : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "tgparser";

    public override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var values = logEntry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        textWriter.Write(format == LogFormat.Json
            ? Json(logEntry.LogLevel, logEntry.Category, message, values, logEntry.Exception)
            : Text(logEntry.LogLevel, logEntry.Category, message, logEntry.Exception));
        textWriter.Write('\n');
    }

    private string Text(LogLevel level, string category, string message, Exception? exception)
    {
        var line = new StringBuilder()
            .Append(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
            .Append(' ').Append(LevelName(level).PadRight(5))
            .Append(' ').Append(ShortCategory(category))
            .Append(": ").Append(message);
        foreach (var (key, value) in constants)
            line.Append(' ').Append(key).Append('=').Append(value);
        if (exception is not null)
            line.Append(" error=").Append(exception);
        // One entry is one line: what somebody else wrote cannot forge another.
        return line.Replace("\r", "").Replace("\n", "\\n").ToString();
    }

    private string Json(
        LogLevel level, string category, string message, IReadOnlyList<KeyValuePair<string, object?>> values, Exception? exception)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", time.GetUtcNow());
            json.WriteString("level", LevelName(level));
            json.WriteString("category", category);
            json.WriteString("message", message);
            foreach (var (key, value) in values)
            {
                if (key != "{OriginalFormat}")
                    WriteValue(json, JsonNamingPolicy.SnakeCaseLower.ConvertName(key), value);
            }
            foreach (var (key, value) in constants)
                json.WriteString(key, value);
            if (exception is not null)
                json.WriteString("error", exception.ToString());
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteValue(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null: json.WriteNull(key); break;
            case bool b: json.WriteBoolean(key, b); break;
            case int i: json.WriteNumber(key, i); break;
            case long l: json.WriteNumber(key, l); break;
            case double d when double.IsFinite(d): json.WriteNumber(key, d); break;
            default: json.WriteString(key, value.ToString()); break;
        }
    }

    private static string ShortCategory(string category) => category[(category.LastIndexOf('.') + 1)..];

    private static string LevelName(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
