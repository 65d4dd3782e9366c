using System.Diagnostics.Metrics;

namespace TelegramParser.Kubernetes.Metrics;

/// <summary>Instrument of reconciliations, under the name and with the results that controller-runtime has.</summary>
internal sealed class ReconcileMetrics
{
    private static readonly Counter<long> Reconciles = KubernetesMeter.Instance.CreateCounter<long>(
        "controller_runtime_reconcile_total", null, "Reconciliations that ended, by kind and result.");

    private const string Error = "error";

    private readonly KeyValuePair<string, object?> _controller;

    /// <param name="controller">The kind that is reconciled.</param>
    public ReconcileMetrics(string controller)
    {
        _controller = new("controller", controller.ToLowerInvariant());
        // An increase shows from a value that was there before.
        Reconciles.Add(0, _controller, new("result", Error));
    }

    /// <summary>All is as it should be.</summary>
    public void Succeeded() => Count("success");

    /// <summary>All is as it should be for now; it is looked at again later.</summary>
    public void RequeuedAfter() => Count("requeue_after");

    /// <summary>Something had changed meanwhile, so it is done again.</summary>
    public void Requeued() => Count("requeue");

    /// <summary>It failed, and is tried again.</summary>
    public void Failed() => Count(Error);

    private void Count(string result) => Reconciles.Add(1, _controller, new("result", result));
}
