using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Metrics;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Queues;

namespace TelegramParser.Kubernetes.Caching;

/// <summary>
/// Follows the objects of one kind, whatever happens to the connection: list, then watch from there, watch again from the last
/// version seen, list again when that is too old. What fails is tried again after a growing delay with jitter.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="selection">Objects to follow.</param>
/// <param name="time">Clock of retries.</param>
/// <param name="random">Source of the jitter.</param>
/// <param name="logger">Where trouble is logged.</param>
internal sealed partial class Reflector<T>(
    IKubernetesApi api, Selection selection, TimeProvider time, Random random, ILogger logger)
    where T : KubernetesObject, IResource
{
    // A watch that ends earlier, without having said anything, is trouble: starting it anew at once would be a hot loop.
    private static readonly TimeSpan ShortWatch = TimeSpan.FromSeconds(1);

    // A server that goes on refusing to watch from a version may not know it: one restored from a backup, for example.
    private const int RefusalsBeforeList = 3;

    private static readonly ExponentialBackoff Backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), Jitter: 0.5);

    private readonly ReflectorMetrics _metrics = new(T.Definition.Plural);
    private string? _position;
    private int _failures;

    /// <summary>Runs until cancelled.</summary>
    /// <param name="replace">Takes a list: all objects there are.</param>
    /// <param name="observe">Takes a change after it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(
        Action<ResourceList<T>> replace, Action<WatchEvent<T>> observe, CancellationToken cancellationToken)
    {
        while (true)
        {
            Exception? failure = null;
            var started = time.GetTimestamp();
            try
            {
                if (_position is null)
                {
                    _metrics.Listing();
                    var list = await api.ListAsync<T>(selection, cancellationToken);
                    replace(list);
                    _position = list.ResourceVersion;
                    started = time.GetTimestamp();
                }
                _metrics.Watching();
                await foreach (var change in api.WatchAsync<T>(selection, _position, cancellationToken))
                {
                    _position = change.ResourceVersion;
                    _failures = 0;
                    observe(change);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
#pragma warning disable CA1031 // Whatever went wrong, the cache must come back into step.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failure = e;
            }
            if (time.GetElapsedTime(started) >= ShortWatch)
                _failures = 0;
            await RecoverAsync(failure, time.GetElapsedTime(started) < ShortWatch, cancellationToken);
        }
    }

    private async Task RecoverAsync(Exception? failure, bool early, CancellationToken cancellationToken)
    {
        if (failure is null && !early)
            return;
        _failures++;
        _metrics.Failed();
        if (failure is ApiException { IsExpired: true } || (failure is ApiException && _failures >= RefusalsBeforeList))
        {
            _position = null;
            // Once is normal, and nothing was seen since: list at once.
            if (_failures == 1)
                return;
        }
        var delay = Backoff.Delay(_failures, random.NextDouble());
        if (failure is null)
            Log.Ended(logger, T.Definition.Plural, delay);
        else
            Log.Failed(logger, T.Definition.Plural, delay, failure.Message, logger.IsEnabled(LogLevel.Debug) ? failure : null);
        await Task.Delay(delay, time, cancellationToken);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "The watch of {Plural} ended at once; trying again in {Delay}.")]
        public static partial void Ended(ILogger logger, string plural, TimeSpan delay);

        // While the server is away this comes again and again: one line each, and the trace for who looks for more.
        [LoggerMessage(Level = LogLevel.Warning, Message = "Watching {Plural} failed; trying again in {Delay}: {Reason}")]
        public static partial void Failed(ILogger logger, string plural, TimeSpan delay, string reason, Exception? trace);
    }
}
