using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>Instruments of one work queue.</summary>
/// <param name="name">The queue's name.</param>
internal sealed class QueueMetrics(string name)
{
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

    private readonly KeyValuePair<string, object?> _name = new("name", name);

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

    public void Dropped(int keys) => Depth.Add(-keys, _name);

    public void Done(TimeSpan worked) => WorkDuration.Record(worked.TotalSeconds, _name);

    public void Retried() => Retries.Add(1, _name);
}
