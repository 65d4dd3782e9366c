using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes;

/// <summary>Small objects of namespace <c>ns</c>.</summary>
internal static class Objects
{
    public static ConfigMap ConfigMap(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = name },
        Data = data.ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal),
    };

    public static ConfigMap Owned(string name, KubernetesObject owner) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = name, OwnerReferences = [OwnerReference.To(owner)] },
    };

    public static LabelSelector Colour(string colour) => new()
    {
        MatchLabels = new Dictionary<string, string>(StringComparer.Ordinal) { ["colour"] = colour },
    };

    public static StatefulSet StatefulSet(string name, int replicas = 1, string? label = null) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = "ns",
            Name = name,
            Labels = label is null ? null : new Dictionary<string, string>(StringComparer.Ordinal) { ["label"] = label },
        },
        Spec = new StatefulSetSpec
        {
            Replicas = replicas,
            ServiceName = "service",
            Selector = LabelSelector.Everything,
            Template = new PodTemplate { Spec = new PodSpec { Containers = [new Container { Name = "main", Image = "image" }] } },
        },
    };
}
