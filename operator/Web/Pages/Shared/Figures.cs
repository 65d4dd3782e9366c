using System.Globalization;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>Numbers as people read them, the same in both languages.</summary>
internal static class Figures
{
    private static readonly NumberFormatInfo Grouping = new() { NumberGroupSeparator = "\u202f" };

    /// <summary>Digits in groups of three, with a thin space between them.</summary>
    public static string Grouped(long number) => number.ToString("N0", Grouping);

    /// <summary>The same, short: 12.3k, 4.5M.</summary>
    public static string Short(long number) => number switch
    {
        >= 1_000_000 => (number / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + "M",
        >= 10_000 => (number / 1e3).ToString("0.#", CultureInfo.InvariantCulture) + "k",
        _ => Grouped(number),
    };
}
