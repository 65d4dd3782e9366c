using TelegramParser.Worker.Egress;

namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>
/// Pages whose query says where they lead: warnings about links that leave a site, and Telegram's Instant View. The target is
/// read without asking them; most answer with a page for people and not with a redirect. Shorteners answer with a redirect, which
/// the fetcher follows.
/// </summary>
internal static class Redirectors
{
    private static readonly (string Host, string Path, string Parameter)[] Known =
    [
        ("t.me", "/iv", "url"),
        ("telegram.me", "/iv", "url"),
        ("t.me", "/share/url", "url"),
        ("telegram.me", "/share/url", "url"),
        ("vk.com", "/away.php", "to"),
        ("m.vk.com", "/away.php", "to"),
        ("away.vk.com", "/away.php", "to"),
        ("vk.ru", "/away.php", "to"),
        ("ok.ru", "/dk", "st.link"),
        ("www.google.com", "/url", "q"),
        ("www.google.com", "/url", "url"),
        ("www.google.ru", "/url", "q"),
        ("www.google.ru", "/url", "url"),
        ("l.facebook.com", "/l.php", "u"),
        ("lm.facebook.com", "/l.php", "u"),
        ("l.instagram.com", "/", "u"),
        ("www.youtube.com", "/redirect", "q"),
        ("steamcommunity.com", "/linkfilter/", "url"),
    ];

    /// <summary>Where a redirector leads; null when the URL is none, or says nothing of use.</summary>
    public static string? TargetOf(Uri url)
    {
        if (url.Query.Length == 0 || HostName.Normalize(url.Host) is not { } host)
            return null;
        foreach (var (knownHost, path, parameter) in Known)
        {
            if (host == knownHost && url.AbsolutePath == path && Parameter(url.Query, parameter) is { } target
                && (target.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)))
            {
                return target;
            }
        }
        return null;
    }

    private static string? Parameter(string query, string name)
    {
        foreach (var parameter in query.TrimStart('?').Split('&'))
        {
            if (parameter.StartsWith(name, StringComparison.Ordinal) && parameter.Length > name.Length && parameter[name.Length] == '=')
                return Uri.UnescapeDataString(parameter[(name.Length + 1)..].Replace('+', ' '));
        }
        return null;
    }
}
