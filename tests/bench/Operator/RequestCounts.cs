using System.Globalization;
using System.Text.RegularExpressions;
using TelegramParser.Harness.Cluster;

namespace TelegramParser.Bench.Operator;

/// <summary>A kind of request, as the API server tells them apart.</summary>
/// <param name="Verb">In upper case.</param>
/// <param name="Resource">Plural, with <c>/</c> and the subresource where there is one.</param>
/// <param name="Accepted">Whether the answer's code was below 300.</param>
internal readonly record struct RequestKind(string Verb, string Resource, bool Accepted)
{
    /// <summary>Whether it changes something.</summary>
    public bool IsWrite => Verb is "POST" or "PUT" or "PATCH" or "APPLY" or "DELETE";
}

/// <summary>
/// What an API server has counted since it started, <c>apiserver_request_total</c>: not what a client says of itself.
/// </summary>
internal sealed partial class RequestCounts
{
    private readonly Dictionary<RequestKind, long> _counts;

    private RequestCounts(Dictionary<RequestKind, long> counts) => _counts = counts;

    /// <summary>Reads the server's metrics.</summary>
    public static async Task<RequestCounts> ReadAsync(KubernetesCluster cluster)
    {
        var counts = new Dictionary<RequestKind, long>();
        foreach (Match line in Line().Matches(await cluster.KubectlAsync("get", "--raw", "/metrics")))
        {
            var labels = Label().Matches(line.Groups["labels"].Value)
                .ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value, StringComparer.Ordinal);
            var resource = labels["subresource"].Length == 0 ? labels["resource"] : $"{labels["resource"]}/{labels["subresource"]}";
            // A watch is counted when it ends, with code 0 or 200.
            var accepted = int.Parse(labels["code"], CultureInfo.InvariantCulture) < 300;
            var kind = new RequestKind(labels["verb"], resource, accepted);
            counts[kind] = counts.GetValueOrDefault(kind) + (long)double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture);
        }
        return new RequestCounts(counts);
    }

    /// <summary>What came since an earlier reading.</summary>
    public RequestCounts Since(RequestCounts earlier) =>
        new(_counts.ToDictionary(count => count.Key, count => count.Value - earlier._counts.GetValueOrDefault(count.Key)));

    /// <summary>How many of some kinds.</summary>
    public long Sum(Func<RequestKind, bool> kinds) => _counts.Where(count => kinds(count.Key)).Sum(count => count.Value);

    /// <summary>Those of some kinds, the most first.</summary>
    public IEnumerable<(RequestKind Kind, long Count)> Of(Func<RequestKind, bool> kinds) => _counts
        .Where(count => count.Value > 0 && kinds(count.Key))
        .OrderByDescending(count => count.Value)
        .Select(count => (count.Key, count.Value));

    [GeneratedRegex(@"^apiserver_request_total\{(?<labels>[^}]*)\} (?<value>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 10000)]
    private static partial Regex Line();

    [GeneratedRegex("(?<name>[A-Za-z_]+)=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
