using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.Harness.Helm;

/// <summary>The chart of this repository, rendered without a cluster.</summary>
public static class HelmChart
{
    /// <summary>Name that <see cref="RenderAsync"/> gives the release; the chart's full name begins with it.</summary>
    public const string Release = "tg";

    /// <summary>Namespace that <see cref="RenderAsync"/> renders for.</summary>
    public const string Namespace = "telegram";

    /// <summary>Full name of a release's objects.</summary>
    public const string FullName = $"{Release}-telegram-parser-operator";

    private static readonly ConcurrentDictionary<(string Values, string? KubeVersion), Lazy<Task<HelmResult>>> Answers = new();

    /// <summary>The chart's folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "charts", "telegram-parser-operator");

    /// <summary>Its default values.</summary>
    public static JsonObject DefaultValues() =>
        YamlJson.Documents(File.ReadAllText(Path.Combine(Folder, "values.yaml"))).Single().AsObject();

    /// <summary>Asks helm for the manifests, once for the same question: many tests look at the same rendering.</summary>
    /// <param name="values">Values, as YAML.</param>
    /// <param name="kubeVersion">Version of Kubernetes to render for; helm's own choice when null.</param>
    public static Task<HelmResult> TemplateAsync(string values, string? kubeVersion = null) =>
        Answers.GetOrAdd((values, kubeVersion), _ => new Lazy<Task<HelmResult>>(() => TemplateAnewAsync(values, kubeVersion))).Value;

    /// <summary>Asks helm for the manifests.</summary>
    /// <param name="values">Values, as YAML.</param>
    /// <param name="kubeVersion">Version of Kubernetes to render for; helm's own choice when null.</param>
    public static Task<HelmResult> TemplateAnewAsync(string values, string? kubeVersion = null) => HelmTool.RunAsync(
        [
            "template", Release, Folder, "--namespace", Namespace, "--values", "-",
            .. kubeVersion is null ? Array.Empty<string>() : ["--kube-version", kubeVersion],
        ],
        values);

    /// <summary>Renders the manifests.</summary>
    /// <exception cref="InvalidOperationException">Helm refused; the message is what it said.</exception>
    public static async Task<HelmRendering> RenderAsync(string values, string? kubeVersion = null)
    {
        var result = await TemplateAsync(values, kubeVersion);
        return result.ExitCode == 0 ? new HelmRendering(result.Output) : throw new InvalidOperationException(result.Errors);
    }
}
