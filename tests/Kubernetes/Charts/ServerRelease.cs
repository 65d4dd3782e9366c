using System.Text.Json.Nodes;
using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Helm;

namespace TelegramParser.KubernetesTests.Charts;

/// <summary>The chart, rendered for a server and a namespace of its own there.</summary>
internal static class ServerRelease
{
    /// <summary>Renders it as helm would install it on this server.</summary>
    public static async Task<HelmRendering> RenderAsync(KubernetesCluster cluster, string ns, params string[] settings)
    {
        var version = JsonNode.Parse(await cluster.KubectlAsync("version", "--output", "json"))!["serverVersion"]!["gitVersion"];
        var result = await HelmTool.RunAsync(
        [
            "template", HelmChart.Release, HelmChart.Folder, "--namespace", ns, "--kube-version", (string)version!,
            .. settings.SelectMany(setting => new[] { "--set-json", setting }),
        ]);
        return result.ExitCode == 0 ? new HelmRendering(result.Output) : throw new InvalidOperationException(result.Errors);
    }

    /// <summary>Objects as one manifest for kubectl.</summary>
    public static string Manifest(IEnumerable<JsonObject> objects) => string.Join("\n---\n", objects.Select(obj => obj.ToJsonString()));
}
