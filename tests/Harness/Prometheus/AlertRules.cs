using System.Text.Json.Nodes;
using TelegramParser.Harness.Helm;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.Harness.Prometheus;

/// <summary>The alerts of the chart, as a rule file of Prometheus.</summary>
public static class AlertRules
{
    /// <summary>Name that the operator's job has in them; web server and workers have it with <c>-web</c> and <c>-workers</c>.</summary>
    public const string Job = "tgp";

    /// <summary>Names of all alerts, as their files say.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory.GetFiles(Path.Combine(HelmChart.Folder, "rules"), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Renders them.</summary>
    /// <param name="values">Further values, as YAML in one line each.</param>
    public static async Task<string> RenderAsync(params IEnumerable<string> values)
    {
        var rendering = await HelmChart.RenderAsync(string.Join(
            '\n', [$"fullnameOverride: {Job}", "postgres: {enabled: true}", .. values.DefaultIfEmpty("alerts: {configMap: true}")]));
        return (string)rendering.One("ConfigMap", $"{Job}-rules")["data"]!["telegram-parser.yaml"]!;
    }

    /// <summary>Each rule.</summary>
    /// <param name="file">A rule file.</param>
    public static IReadOnlyList<JsonObject> In(string file) =>
        [.. YamlJson.Documents(file).Single()["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!.AsObject())];
}
