using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TelegramParser.Harness;

/// <summary>A log that keeps what it is told.</summary>
/// <param name="level">The least that it takes.</param>
public sealed class LoggedLines(LogLevel level) : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Message, Exception? Exception)> _lines = new();

    /// <summary>All so far.</summary>
    public IReadOnlyCollection<(LogLevel Level, string Message, Exception? Exception)> All => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= level;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            _lines.Enqueue((logLevel, formatter(state, exception), exception));
    }
}
