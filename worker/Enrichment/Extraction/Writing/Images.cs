using TelegramParser.Worker.Enrichment.Extraction.Content;

namespace TelegramParser.Worker.Enrichment.Extraction.Writing;

/// <summary>Finds the address of an image, which pages hide until it is scrolled to.</summary>
internal static class Images
{
    private static readonly string[] Sources = ["data-src", "data-original", "data-lazy-src", "data-url", "src"];

    /// <summary>The image's address; null if the page does not say it, or the image is a placeholder.</summary>
    public static Uri? Address(PageNode image, Addresses addresses)
    {
        if (Largest(image.Attribute("data-srcset") ?? image.Attribute("srcset")) is { } largest && addresses.Resolve(largest) is { } best)
            return best;
        foreach (var source in Sources)
        {
            if (addresses.Resolve(image.Attribute(source)) is { } address && !IsPlaceholder(address))
                return address;
        }
        return null;
    }

    private static bool IsPlaceholder(Uri address)
    {
        var name = address.Segments[^1];
        return name.Contains("1x1", StringComparison.OrdinalIgnoreCase) || name.Contains("blank.", StringComparison.OrdinalIgnoreCase)
            || name.Contains("spacer", StringComparison.OrdinalIgnoreCase) || name.Contains("pixel.", StringComparison.OrdinalIgnoreCase)
            || name.Contains("placeholder", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The widest of <c>srcset</c>, which may have commas within an address.</summary>
    private static string? Largest(string? set)
    {
        string? best = null;
        var widest = -1.0;
        foreach (var candidate in set?.Split(", ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(40) ?? [])
        {
            var parts = candidate.TrimEnd(',').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var width = parts.Length > 1 && double.TryParse(parts[1][..^1], out var number) ? number : 1;
            if (parts.Length > 0 && width > widest)
                (best, widest) = (parts[0], width);
        }
        return best;
    }
}
