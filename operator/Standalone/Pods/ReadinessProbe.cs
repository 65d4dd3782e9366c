using TelegramParser.Kubernetes.Core;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>Asks a container again and again whether it is ready.</summary>
internal sealed class ReadinessProbe(HttpClient http, TimeProvider time)
{
    private const int DefaultPeriodSeconds = 10;
    private const int DefaultFailureThreshold = 3;

    // Until the container is ready for the first time, somebody waits for it.
    private static readonly TimeSpan StartingPeriod = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs until cancelled.</summary>
    /// <param name="probe">The question; a container without one is ready at once.</param>
    /// <param name="ports">Ports by name.</param>
    /// <param name="changed">Told when the answer changes.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    public async Task RunAsync(
        Probe? probe, IReadOnlyDictionary<string, int> ports, Func<bool, Task> changed, CancellationToken cancellationToken)
    {
        if (probe is null)
        {
            await changed(true);
            return;
        }
        var url = new Uri($"http://{PodEnvironment.PodIP}:{ports[probe.HttpGet.Port]}{probe.HttpGet.Path}");
        var period = TimeSpan.FromSeconds(probe.PeriodSeconds ?? DefaultPeriodSeconds);
        var ready = false;
        for (var failures = 0; ;)
        {
            var answer = await AskAsync(url, period, cancellationToken);
            failures = answer ? 0 : failures + 1;
            if (answer != ready && (answer || failures >= (probe.FailureThreshold ?? DefaultFailureThreshold)))
                await changed(ready = answer);
            await Task.Delay(ready ? period : StartingPeriod, time, cancellationToken);
        }
    }

    private async Task<bool> AskAsync(Uri url, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return (int)answer.StatusCode is >= 200 and < 400;
        }
        catch (HttpRequestException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
