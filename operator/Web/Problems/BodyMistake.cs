using System.Text.Json;
using System.Text.RegularExpressions;

namespace TelegramParser.Operator.Web.Problems;

/// <summary>Says what is wrong with a body: by the names of its members, never by their values, which may be secrets.</summary>
internal static partial class BodyMistake
{
    /// <summary>A sentence without its full stop.</summary>
    public static string Describe(JsonException json)
    {
        if (Missing().Match(json.Message) is { Success: true } missing)
            return $"The body lacks {missing.Groups["members"].Value}";
        if (Unknown().Match(json.Message) is { Success: true } unknown)
            return $"The body has {unknown.Groups["member"].Value}, which this route does not know";
        return $"The body is not the JSON that this route expects{(json.Path is { Length: > 1 } path ? $" (at {path[2..]})" : "")}";
    }

    // System.Text.Json tells these apart by their texts alone. Where it words them differently one day, the last sentence is given.
    [GeneratedRegex("missing required properties including: (?<members>.+?)\\.", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Missing();

    [GeneratedRegex("^The JSON property (?<member>'.+?') could not be mapped", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unknown();
}
