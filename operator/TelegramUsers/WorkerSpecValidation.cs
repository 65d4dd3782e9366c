using TelegramParser.Contracts.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>Checks of <c>spec.storage</c> and <c>spec.worker</c>: what the API server would refuse in the children.</summary>
internal static class WorkerSpecValidation
{
    /// <summary>All that is wrong.</summary>
    public static IEnumerable<string> Errors(TelegramUserSpec spec)
    {
        if (spec.Storage?.Size is { } size && Quantity.Parse(size) is null or 0)
            yield return $"spec.storage.size '{size}' is not a size. Write it as 1Gi or 500Mi.";
        if (spec.Storage?.ClassName is "")
            yield return "spec.storage.className is empty. Name a storage class, or remove it.";
        foreach (var error in ResourceErrors(spec.Worker?.Resources))
            yield return error;
        var tolerations = spec.Worker?.Tolerations ?? [];
        for (var index = 0; index < tolerations.Count; index++)
        {
            if (TolerationError(tolerations[index]) is { } error)
                yield return $"spec.worker.tolerations[{index}]: {error}";
        }
    }

    private static IEnumerable<string> ResourceErrors(WorkerResources? resources)
    {
        var (requests, limits) = (resources?.Requests ?? Nothing, resources?.Limits ?? Nothing);
        foreach (var (field, quantities) in new[] { ("requests", requests), ("limits", limits) })
        {
            foreach (var (name, amount) in quantities.Where(quantity => Quantity.Parse(quantity.Value) is null))
                yield return $"spec.worker.resources.{field}.{name} '{amount}' is not a quantity. Write it as 100m or 256Mi.";
        }
        foreach (var (name, amount) in requests)
        {
            if (limits.TryGetValue(name, out var limit) && Quantity.Parse(amount) > Quantity.Parse(limit))
                yield return $"spec.worker.resources.requests.{name} {amount} is more than its limit {limit}.";
        }
    }

    private static string? TolerationError(Toleration toleration) => toleration switch
    {
        { Key: null or "", Operator: not TolerationOperator.Exists } => "without a key it needs operator Exists.",
        { Operator: TolerationOperator.Exists, Value: { Length: > 0 } } => "with operator Exists it has no value.",
        { TolerationSeconds: not null, Effect: not TaintEffect.NoExecute } => "tolerationSeconds goes with effect NoExecute only.",
        _ => null,
    };

    private static IReadOnlyDictionary<string, string> Nothing { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
