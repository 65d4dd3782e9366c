using System.Text.Json.Nodes;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Kubernetes;

namespace TelegramParser.UnitTests.Charts;

/// <summary>That the check of pods finds each thing that may be wrong with one; <see cref="SwitchTests"/> runs it on the chart's.</summary>
public sealed class RestrictedPodTests
{
    [Theory]
    [InlineData("hostNetwork", "true")]
    [InlineData("hostPID", "true")]
    [InlineData("hostIPC", "true")]
    [InlineData("automountServiceAccountToken", "true")]
    [InlineData("automountServiceAccountToken", "null")]
    [InlineData("securityContext", "null")]
    [InlineData("securityContext.runAsNonRoot", "false")]
    [InlineData("securityContext.runAsUser", "0")]
    [InlineData("securityContext.seccompProfile", "null")]
    [InlineData("securityContext.seccompProfile.type", "\"Unconfined\"")]
    [InlineData("securityContext.sysctls", """[{"name":"kernel.shm_rmid_forced","value":"1"}]""")]
    [InlineData("securityContext.seLinuxOptions", """{"type":"spc_t"}""")]
    [InlineData("securityContext.windowsOptions", """{"hostProcess":true}""")]
    [InlineData("volumes[0].hostPath", """{"path":"/"}""")]
    [InlineData("containers[web].securityContext.privileged", "true")]
    [InlineData("containers[web].securityContext.allowPrivilegeEscalation", "null")]
    [InlineData("containers[web].securityContext.readOnlyRootFilesystem", "false")]
    [InlineData("containers[web].securityContext.capabilities", "null")]
    [InlineData("containers[web].securityContext.capabilities.drop", """["NET_RAW"]""")]
    [InlineData("containers[web].securityContext.capabilities.add", """["SYS_ADMIN"]""")]
    [InlineData("containers[web].securityContext.procMount", "\"Unmasked\"")]
    [InlineData("containers[web].securityContext.runAsNonRoot", "false")]
    [InlineData("containers[web].securityContext.runAsUser", "0")]
    [InlineData("containers[web].securityContext.seccompProfile", """{"type":"Unconfined"}""")]
    [InlineData("containers[web].securityContext.appArmorProfile", """{"type":"Unconfined"}""")]
    [InlineData("containers[web].ports[0].hostPort", "8010")]
    [InlineData("containers[web].resources.requests.cpu", "null")]
    [InlineData("containers[web].resources.requests.memory", "null")]
    [InlineData("containers[web].resources.limits", "null")]
    [InlineData("initContainers[migrate].securityContext", "null")]
    public async Task A_pod_with_one_wrong_field_is_found_out(string path, string value)
    {
        var pod = (await HelmChart.RenderAsync(ChartValues.With())).Pods[$"Deployment {HelmChart.FullName}"];
        Assert.Empty(RestrictedPod.Violations(pod));

        var (parent, field) = (path[..Math.Max(path.LastIndexOf('.'), 0)], path[(path.LastIndexOf('.') + 1)..]);
        (parent.Length == 0 ? pod : HelmRendering.At(pod, parent)!)[field] = JsonNode.Parse(value);
        Assert.NotEmpty(RestrictedPod.Violations(pod));
    }
}
