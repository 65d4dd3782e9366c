using System.Globalization;
using System.Text.RegularExpressions;

namespace TelegramParser.Contracts.Resources;

/// <summary>Amounts as Kubernetes writes them (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/).</summary>
public static partial class Quantity
{
    /// <summary>A number that is not negative, with a suffix such as <c>m</c>, <c>Mi</c> or <c>G</c>.</summary>
    public const string Pattern = "^[0-9]+(\\.[0-9]+)?([KMGTPE]i|[mkMGTPE])?$";

    private static readonly Dictionary<string, double> Factors = new(StringComparer.Ordinal)
    {
        [""] = 1, ["m"] = 1e-3, ["k"] = 1e3, ["M"] = 1e6, ["G"] = 1e9, ["T"] = 1e12, ["P"] = 1e15, ["E"] = 1e18,
        ["Ki"] = 1024, ["Mi"] = 1L << 20, ["Gi"] = 1L << 30, ["Ti"] = 1L << 40, ["Pi"] = 1L << 50, ["Ei"] = 1L << 60,
    };

    /// <summary>The amount; null when the text is none. <c>1Gi</c> and <c>1024Mi</c> are the same.</summary>
    public static double? Parse(string text)
    {
        var suffix = text.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.');
        return IsQuantity().IsMatch(text)
            ? double.Parse(text[..^suffix.Length], CultureInfo.InvariantCulture) * Factors[suffix]
            : null;
    }

    [GeneratedRegex(Pattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex IsQuantity();
}
