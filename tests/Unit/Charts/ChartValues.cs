using System.Text.Json.Nodes;
using TelegramParser.Harness.Yaml;

namespace TelegramParser.UnitTests.Charts;

/// <summary>Values for the chart, put together from paths such as <c>postgres.enabled</c>.</summary>
internal static class ChartValues
{
    /// <summary>The fewest that it can be installed with.</summary>
    public const string Least = "postgres.enabled=true";

    /// <summary>Values as YAML.</summary>
    /// <param name="settings">Each a path, <c>=</c>, and the value as YAML; later ones win.</param>
    public static string Of(params IEnumerable<string> settings)
    {
        var values = new JsonObject();
        foreach (var setting in settings)
        {
            var (path, value) = (setting[..setting.IndexOf('=', StringComparison.Ordinal)], setting[(setting.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            var fields = path.Split('.');
            var parent = fields[..^1].Aggregate(values, (at, field) => (at[field] ??= new JsonObject()).AsObject());
            // In a document of its own, a lone null would be none.
            parent[fields[^1]] = YamlJson.Documents($"value: {value}").Single()["value"]?.DeepClone();
        }
        return values.ToJsonString();
    }

    /// <summary>The least values and these.</summary>
    public static string With(params IEnumerable<string> settings) => Of([Least, .. settings]);
}
