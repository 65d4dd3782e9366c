using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>Instruments of one reflector.</summary>
/// <param name="resource">Plural of what it follows.</param>
internal sealed class ReflectorMetrics(string resource)
{
    private static readonly Counter<long> Lists = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_lists_total", null, "Lists of all objects of a resource; more than one each means that watching had to begin anew.");

    private static readonly Counter<long> Watches = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_watches_total", null, "Watches of a resource that were started; servers end each after some minutes.");

    private static readonly Counter<long> Failures = KubernetesMeter.Instance.CreateCounter<long>(
        "reflector_failures_total", null, "Lists and watches of a resource that failed, or ended at once.");

    private readonly KeyValuePair<string, object?> _resource = new("resource", resource);

    public void Listing() => Lists.Add(1, _resource);

    public void Watching() => Watches.Add(1, _resource);

    public void Failed() => Failures.Add(1, _resource);
}
