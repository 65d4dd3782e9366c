using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>Instrument of leader elections.</summary>
internal static class LeaderMetrics
{
    private static readonly Gauge<int> Status = KubernetesMeter.Instance.CreateGauge<int>(
        "leader_election_master_status", null, "1 while this process leads, by the Lease's name.");

    public static void Leads(string lease, bool leads) => Status.Record(leads ? 1 : 0, new KeyValuePair<string, object?>("name", lease));
}
