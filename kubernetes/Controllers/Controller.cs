using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Metrics;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Queues;

namespace TelegramParser.Kubernetes.Controllers;

/// <summary>What became of one reconciliation.</summary>
/// <param name="RequeueAfter">When to look again without being told; not at all when null.</param>
public readonly record struct ReconcileResult(TimeSpan? RequeueAfter = null);

/// <summary>
/// Works on the keys of one kind: a key at a time by one worker, failures again with a growing delay. Every path of a
/// reconciler ends in success, a look again, or an exception, which is a retry.
/// </summary>
/// <param name="name">The kind, for logs and metrics.</param>
/// <param name="queue">Keys to work on.</param>
/// <param name="reconcile">Brings one object to what it should be.</param>
/// <param name="workers">How many keys are worked on at once.</param>
/// <param name="logger">Where failures are logged.</param>
public sealed partial class Controller(
    string name,
    WorkQueue<ObjectKey> queue,
    Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile,
    int workers,
    ILogger logger)
{
    private readonly ReconcileMetrics _metrics = new(name);

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, workers).Select(_ => WorkAsync(cancellationToken)));

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var key = await queue.TakeAsync(cancellationToken);
            try
            {
                var result = await reconcile(key, cancellationToken);
                queue.Forget(key);
                if (result.RequeueAfter is { } delay)
                {
                    queue.AddAfter(key, delay);
                    _metrics.RequeuedAfter();
                }
                else
                {
                    _metrics.Succeeded();
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (ApiException e) when (e.Is(StatusReasons.Conflict) || e.Is(StatusReasons.AlreadyExists))
            {
                // The cache was behind: normal, and over as soon as it has caught up.
                _metrics.Requeued();
                Log.Behind(logger, name, key, queue.AddRateLimited(key), e.Status.Message);
            }
#pragma warning disable CA1031 // One object's failure must not end the work on all others.
            catch (Exception e)
#pragma warning restore CA1031
            {
                _metrics.Failed();
                Log.Failed(logger, name, key, queue.AddRateLimited(key), e);
            }
            finally
            {
                queue.Done(key);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Debug, Message = "{Kind} {Key} was changed meanwhile; again in {Delay}: {Reason}")]
        public static partial void Behind(ILogger logger, string kind, ObjectKey key, TimeSpan delay, string reason);

        [LoggerMessage(Level = LogLevel.Error, Message = "{Kind} {Key} could not be reconciled; again in {Delay}.")]
        public static partial void Failed(ILogger logger, string kind, ObjectKey key, TimeSpan delay, Exception exception);
    }
}
