using System.Text.Json.Nodes;

namespace TelegramParser.Harness.Kubernetes;

/// <summary>
/// The restricted level of Pod Security, field by field (https://kubernetes.io/docs/concepts/security/pod-security-standards/),
/// and what this product asks of its pods beyond it: a read-only root, resources, no token unless it is projected.
/// </summary>
public static class RestrictedPod
{
    private static readonly string[] AllowedVolumes =
        ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    private static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];

    /// <summary>What a pod may not have or lacks; empty when it is as it should be.</summary>
    /// <param name="spec">A pod's <c>spec</c>.</param>
    public static IReadOnlyList<string> Violations(JsonObject spec) =>
        [.. OfPod(spec), .. ContainerLists.SelectMany(list => Items(spec[list])).SelectMany(container => OfContainer(spec, container))];

    private static IEnumerable<string> OfPod(JsonObject spec)
    {
        foreach (var field in new[] { "hostNetwork", "hostPID", "hostIPC" })
        {
            if (IsTrue(spec[field]))
                yield return $"{field} is true";
        }
        if (!IsFalse(spec["automountServiceAccountToken"]))
            yield return "automountServiceAccountToken is not false";
        if (spec["securityContext"]?["sysctls"] is JsonArray { Count: > 0 })
            yield return "sysctls are set";
        foreach (var volume in Items(spec["volumes"]))
        {
            foreach (var (kind, _) in volume.Where(field => field.Key != "name" && !AllowedVolumes.Contains(field.Key, StringComparer.Ordinal)))
                yield return $"volume {volume["name"]} is a {kind}";
        }
        foreach (var problem in OfIdentity("the pod", spec["securityContext"]))
            yield return problem;
    }

    private static IEnumerable<string> OfContainer(JsonObject spec, JsonObject container)
    {
        var name = $"container {container["name"]}";
        var (own, pod) = (container["securityContext"], spec["securityContext"]);
        foreach (var port in Items(container["ports"]).Where(port => port["hostPort"] is not null))
            yield return $"{name} has the host port {port["hostPort"]}";
        if (IsTrue(own?["privileged"]))
            yield return $"{name} is privileged";
        if (!IsFalse(own?["allowPrivilegeEscalation"]))
            yield return $"{name} allows privilege escalation";
        if (!IsTrue(own?["readOnlyRootFilesystem"]))
            yield return $"{name} can write to its root";
        if (own?["capabilities"]?["drop"] is not JsonArray drop || !drop.Any(capability => (string?)capability == "ALL"))
            yield return $"{name} does not drop all capabilities";
        if (own?["capabilities"]?["add"] is JsonArray { Count: > 0 })
            yield return $"{name} adds capabilities";
        if ((string?)own?["procMount"] is not (null or "Default"))
            yield return $"{name} has procMount {own!["procMount"]}";
        if (!IsTrue(own?["runAsNonRoot"] ?? pod?["runAsNonRoot"]))
            yield return $"{name} may run as root";
        if ((string?)(own?["seccompProfile"] ?? pod?["seccompProfile"])?["type"] is not ("RuntimeDefault" or "Localhost"))
            yield return $"{name} has no seccomp profile";
        foreach (var problem in OfIdentity(name, own))
            yield return problem;
        foreach (var amount in new[] { "requests.cpu", "requests.memory", "limits.memory" })
        {
            if (amount.Split('.').Aggregate(container["resources"], (node, field) => node?[field]) is null)
                yield return $"{name} has no resources.{amount}";
        }
    }

    // What may be said at either level, and may be wrong at each.
    private static IEnumerable<string> OfIdentity(string name, JsonNode? context)
    {
        if (context?["runAsUser"]?.GetValue<long>() == 0)
            yield return $"{name} runs as user 0";
        if (context?["runAsNonRoot"] is { } nonRoot && !IsTrue(nonRoot))
            yield return $"{name} says runAsNonRoot: false";
        if ((string?)context?["seccompProfile"]?["type"] == "Unconfined")
            yield return $"{name} has no seccomp filter";
        if ((string?)context?["appArmorProfile"]?["type"] == "Unconfined")
            yield return $"{name} has no AppArmor profile";
        if (context?["seLinuxOptions"] is not null)
            yield return $"{name} sets SELinux options";
        if (IsTrue(context?["windowsOptions"]?["hostProcess"]))
            yield return $"{name} is a host process";
    }

    private static IEnumerable<JsonObject> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonObject>();

    private static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    private static bool IsFalse(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var flag) && !flag;
}
