using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TelegramParser.Harness.Secrets;

/// <summary>The log of a part that runs in the test's own process: kept, and searched for secrets like a program's output.</summary>
/// <param name="part">Whose log.</param>
public sealed class SearchedLog(string part) : ILoggerFactory, ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Everything logged so far that a program would print: information and what is worse, errors with their traces.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>Fails when there is a known secret in it.</summary>
    /// <exception cref="InvalidOperationException">There is one; the message says which and where.</exception>
    public void Verify() => KnownSecrets.Verify(part, _lines);

    /// <inheritdoc cref="ILoggerFactory.CreateLogger"/>
    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, _lines);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This log is the only one.");

    /// <inheritdoc/>
    public void Dispose()
    {
        // Lines stay, to be searched when all is over.
    }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        // As the programs have it: of frameworks only what is wrong.
        private readonly LogLevel _least = category.StartsWith("Microsoft", StringComparison.Ordinal) || category.StartsWith("Npgsql", StringComparison.Ordinal)
            ? LogLevel.Warning : LogLevel.Information;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= _least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            foreach (var line in $"{category}: {formatter(state, exception)}\n{exception}".Split('\n', StringSplitOptions.RemoveEmptyEntries))
                lines.Enqueue(line);
        }
    }
}
