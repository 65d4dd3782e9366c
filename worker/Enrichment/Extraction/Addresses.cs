namespace TelegramParser.Worker.Enrichment.Extraction;

/// <summary>Makes the addresses of a page absolute.</summary>
/// <param name="page">The address that relative ones are relative to.</param>
internal sealed class Addresses(Uri page)
{
    /// <summary>Characters from which an address is not one.</summary>
    private const int Longest = 2_048;

    /// <summary>The page's own address.</summary>
    public Uri Page => page;

    /// <summary>The addresses of a page that may name another base than its own address.</summary>
    public static Addresses Of(Uri page, string? baseAddress) => new(new Addresses(page).Resolve(baseAddress) ?? page);

    /// <summary>An absolute http or https address without credentials; null for anything else, such as scripts, mail and places in the page.</summary>
    public Uri? Resolve(string? address)
    {
        if (string.IsNullOrWhiteSpace(address) || address.Length > Longest || address[0] == '#')
            return null;
        var trimmed = address.Trim().Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
        if (!Uri.TryCreate(page, trimmed, out var absolute) || absolute.Scheme is not ("http" or "https") || absolute.Host.Length == 0 || absolute.UserInfo.Length > 0)
            return null;
        return absolute;
    }
}
