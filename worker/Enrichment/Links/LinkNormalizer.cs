using System.Text;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>
/// Brings links to one page into one form: scheme and host in lower case, hosts in punycode, no default port, no fragment, no
/// tracking parameters, escapes in one spelling, dots in paths resolved. Pages that do nothing but lead elsewhere with the target
/// in their query are left out. The other parameters keep their order, since to some servers it matters.
/// </summary>
/// <param name="privateHosts">Hosts whose ports an administrator has listed.</param>
internal sealed class LinkNormalizer(PrivateHosts privateHosts)
{
    private const int MaxCharacters = 4_096;

    // A redirector may lead to a redirector.
    private const int MaxRedirectors = 3;

    /// <summary>The page that a link leads to, or the reason why it is not followed.</summary>
    /// <returns>A URL without a reason, or a reason; with the URL when it is one.</returns>
    public (Uri? Url, string? Skip) Normalize(string link)
    {
        if (Parse(link) is not { } url)
            return (null, LinkSkips.InvalidUrl);
        for (var i = 0; i < MaxRedirectors && Redirectors.TargetOf(url) is { } target && Parse(target) is { } behind; i++)
            url = behind;
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            return (null, LinkSkips.OtherScheme);
        if (url.UserInfo.Length > 0)
            return (null, LinkSkips.UserInfo);
        if (HostName.Normalize(url.Host) is not { } host)
            return (null, LinkSkips.InvalidUrl);
        var page = Compose(url, host);
        if (page.AbsoluteUri.Length > MaxCharacters)
            return (null, LinkSkips.InvalidUrl);
        if (TelegramHosts.Contains(host))
            return (page, LinkSkips.TelegramLink);
        return !AddressGuard.Ports.Contains(url.Port) && !privateHosts.Contains(host, url.Port) ? (page, LinkSkips.OtherPort) : (page, null);
    }

    private static Uri? Parse(string link)
    {
        var text = new StringBuilder(link.Length);
        foreach (var c in link.AsSpan().Trim())
        {
            if (!char.IsControl(c) && c is not ('\u200B' or '\u2060' or '\uFEFF'))
                text.Append(c);
        }
        return text.Length <= MaxCharacters && Uri.TryCreate(text.ToString(), UriKind.Absolute, out var url) ? url : null;
    }

    private static Uri Compose(Uri url, string host)
    {
        var query = TrackingParameters.Remove(url.Query);
        return new Uri(new UriBuilder(url.Scheme, host, url.Port)
        {
            Path = PercentEncoding.Normalize(url.AbsolutePath),
            Query = query.Length == 0 ? "" : PercentEncoding.Normalize(query),
        }.Uri.AbsoluteUri);
    }
}
