using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Workers;

namespace TelegramParser.Worker.Settings;

/// <summary>
/// Reads <c>worker.json</c> and tells when it has changed. File events wake it; a slow periodic look is the net, since
/// volumes of a ConfigMap are swapped by symbolic links.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="problem">Told what is wrong with the file, once for each time; null when it is good again.</param>
/// <param name="time">Clock.</param>
/// <param name="logger">Log.</param>
internal sealed partial class SettingsFile(string path, Action<string?> problem, TimeProvider time, ILogger<SettingsFile> logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private string? _lastText;
    private string? _problem;

    /// <summary>Reads the file for the first time.</summary>
    /// <exception cref="SettingsException">The file is missing or is not a worker's settings.</exception>
    public WorkerSettings Load()
    {
        try
        {
            _lastText = File.ReadAllText(path);
            return Parse(_lastText);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"The settings file cannot be read: {e.Message}");
        }
    }

    /// <summary>Every later content of the file. A content that is not valid is logged and passed over.</summary>
    public async IAsyncEnumerable<WorkerSettings> WatchAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(Path.GetFullPath(path))!);
        void Wake(object sender, FileSystemEventArgs e) => wake.Writer.TryWrite(true);
        watcher.Changed += Wake;
        watcher.Created += Wake;
        watcher.Renamed += Wake;
        watcher.Deleted += Wake;
        watcher.EnableRaisingEvents = true;
        using var timer = time.CreateTimer(_ => wake.Writer.TryWrite(true), null, LookEvery, LookEvery);
        await foreach (var _ in wake.Reader.ReadAllAsync(ct))
        {
            if (ReadChange() is { } settings)
                yield return settings;
        }
    }

    private WorkerSettings? ReadChange()
    {
        try
        {
            var text = File.ReadAllText(path);
            // Good once is good again: what is in force may be what a bad content came after.
            var settings = text == _lastText ? null : Parse(text);
            _lastText = text;
            Tell(null);
            return settings;
        }
        catch (Exception e) when (e is IOException or SettingsException or UnauthorizedAccessException)
        {
            Tell(e.Message);
            return null;
        }
    }

    private void Tell(string? what)
    {
        if (what == _problem)
            return;
        _problem = what;
        problem(what);
        if (what is null)
            Log.Usable(logger);
        else
            Log.NotReloaded(logger, what);
    }

    // The operator has checked all of this; a worker that is run by hand has no operator.
    private static WorkerSettings Parse(string text)
    {
        try
        {
            var settings = WorkerSettingsJson.Deserialize(text);
            foreach (var subscription in settings.Subscriptions)
            {
                Schedule.Effective(subscription.Schedule, settings.Schedule);
                RefreshPolicy.Parse(subscription.Refresh);
                ChannelReference.Parse(subscription.Channel);
                if (subscription.Enrichment?.Error() is { } error)
                    throw new FormatException($"{subscription.Name}: {error}");
            }
            foreach (var monitor in settings.Monitors ?? [])
            {
                ChannelReference.Parse(monitor.Group);
                if (monitor.Triggers.Error() is { } error)
                    throw new FormatException($"{monitor.Name}: {error}");
            }
            if ((settings.Monitors ?? []).GroupBy(m => m.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } same)
                throw new SettingsException($"The settings file names monitor '{same.Key}' twice.");
            return settings.Subscriptions.GroupBy(s => s.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice
                ? throw new SettingsException($"The settings file names subscription '{twice.Key}' twice.")
                : settings;
        }
        catch (Exception e) when (e is JsonException or ScheduleException or FormatException)
        {
            throw new SettingsException($"The settings file is not valid: {e.Message}");
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "worker.json is not usable, the settings before it stay in force: {Problem}")]
        public static partial void NotReloaded(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Information, "worker.json is usable again")]
        public static partial void Usable(ILogger logger);
    }
}
