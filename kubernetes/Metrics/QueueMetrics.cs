using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>Instruments of one work queue.</summary>
internal sealed class QueueMetrics
{
    private static readonly ConcurrentDictionary<QueueMetrics, Func<TimeSpan>> Live = new();

    private static readonly UpDownCounter<long> Depth = KubernetesMeter.Instance.CreateUpDownCounter<long>(
        "workqueue_depth", null, "Keys that wait to be worked on now.");

    private static readonly Counter<long> Adds = KubernetesMeter.Instance.CreateCounter<long>(
        "workqueue_adds_total", null, "Keys that were queued; adding one that is queued already does not count.");

    private static readonly Histogram<double> Latency = KubernetesMeter.Instance.CreateHistogram<double>(
        "workqueue_queue_duration_seconds", "s", "Time that keys waited in the queue.");

    private static readonly Histogram<double> WorkDuration = KubernetesMeter.Instance.CreateHistogram<double>(
        "workqueue_work_duration_seconds", "s", "Time that work on a key took.");

    private static readonly Counter<long> Retries = KubernetesMeter.Instance.CreateCounter<long>(
        "workqueue_retries_total", null, "Keys that were queued again because work on them failed.");

    private static readonly ObservableGauge<double> LongestRunning = KubernetesMeter.Instance.CreateObservableGauge(
        "workqueue_longest_running_processor_seconds", LongestOfEach, "s", "How long the longest work on a key that is not done has been going on.");

    private readonly KeyValuePair<string, object?> _name;

    /// <param name="name">The queue's name.</param>
    /// <param name="longestRunning">How long the longest work that is not done has been going on.</param>
    public QueueMetrics(string name, Func<TimeSpan> longestRunning)
    {
        _name = new("name", name);
        Live[this] = longestRunning;
    }

    public void Queued()
    {
        Adds.Add(1, _name);
        Depth.Add(1, _name);
    }

    public void Taken(TimeSpan waited)
    {
        Depth.Add(-1, _name);
        Latency.Record(waited.TotalSeconds, _name);
    }

    /// <summary>The queue is gone, and the keys in it.</summary>
    public void Dropped(int keys)
    {
        Live.TryRemove(this, out _);
        Depth.Add(-keys, _name);
    }

    public void Done(TimeSpan worked) => WorkDuration.Record(worked.TotalSeconds, _name);

    public void Retried() => Retries.Add(1, _name);

    private static IEnumerable<Measurement<double>> LongestOfEach() => Live
        .GroupBy(queue => queue.Key._name, queue => queue.Value().TotalSeconds)
        .Select(queue => new Measurement<double>(queue.Max(), queue.Key));
}
