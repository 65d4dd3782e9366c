using System.ComponentModel.DataAnnotations;
using TelegramParser.Contracts.Schema;

namespace TelegramParser.Contracts.Resources;

/// <summary>How a worker's pod is run. A change restarts the worker; the session stays logged in.</summary>
public sealed record WorkerSpec
{
    /// <summary>Least and most that the worker uses; the installation's default when absent.</summary>
    public WorkerResources? Resources { get; init; }

    /// <summary>Labels that the worker's node must have.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints of nodes that the worker bears.</summary>
    [MaxLength(32)]
    public IReadOnlyList<Toleration>? Tolerations { get; init; }
}

/// <summary>Quantities by resource name: <c>cpu: 100m</c>, <c>memory: 256Mi</c>.</summary>
public sealed record WorkerResources
{
    /// <summary>What is reserved. Write numbers in quotes.</summary>
    public IReadOnlyDictionary<string, string>? Requests { get; init; }

    /// <summary>What is not exceeded. Write numbers in quotes.</summary>
    public IReadOnlyDictionary<string, string>? Limits { get; init; }
}

/// <summary>A taint that the worker bears, as in a pod (https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/).</summary>
[CelRule("!has(self.operator) || self.operator != 'Exists' || !has(self.value)", "A toleration with operator Exists has no value.")]
[CelRule("!has(self.tolerationSeconds) || (has(self.effect) && self.effect == 'NoExecute')", "tolerationSeconds goes with effect NoExecute only.")]
[CelRule("has(self.key) || (has(self.operator) && self.operator == 'Exists')", "A toleration without a key needs operator Exists.")]
public sealed record Toleration
{
    /// <summary>The taint's key; every taint when absent.</summary>
    [MinLength(1)]
    public string? Key { get; init; }

    /// <summary>How the value is compared; <c>Equal</c> when absent.</summary>
    public TolerationOperator? Operator { get; init; }

    /// <summary>The taint's value, with <c>Equal</c>.</summary>
    public string? Value { get; init; }

    /// <summary>The taint's effect; every effect when absent.</summary>
    public TaintEffect? Effect { get; init; }

    /// <summary>How long the worker stays on a node that gets a <c>NoExecute</c> taint, seconds; for ever when absent.</summary>
    public long? TolerationSeconds { get; init; }
}

/// <summary>How a toleration compares.</summary>
public enum TolerationOperator
{
    /// <summary>The value is the same.</summary>
    Equal,

    /// <summary>The key is there.</summary>
    Exists,
}

/// <summary>What a taint does to pods that do not bear it.</summary>
public enum TaintEffect
{
    /// <summary>They are not put on the node.</summary>
    NoSchedule,

    /// <summary>They are put elsewhere if possible.</summary>
    PreferNoSchedule,

    /// <summary>They are put off the node.</summary>
    NoExecute,
}
