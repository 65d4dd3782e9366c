using System.Collections.Frozen;

namespace TelegramParser.Worker.Enrichment.Links;

/// <summary>Query parameters that say where a reader came from and nothing about the page.</summary>
internal static class TrackingParameters
{
    private static readonly string[] Prefixes = ["utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "itm_"];

    private static readonly FrozenSet<string> Names = new[]
    {
        // Google, Meta, Microsoft, X, TikTok, LinkedIn, Instagram, Pinterest, Snapchat
        "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "srsltid", "_ga", "_gl", "fbclid", "fb_action_ids", "fb_action_types", "fb_source",
        "mibextid", "msclkid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "epik", "sccid", "scclid",
        // Yandex, Mail.ru, VK and others of the Russian web
        "yclid", "ysclid", "yadclid", "yadordid", "_openstat", "ymclid", "ym_cid", "ym_uid", "rb_clickid",
        // Mail and marketing systems
        "mc_cid", "mc_eid", "_hsenc", "_hsmi", "__hstc", "__hssc", "__hsfp", "hsctatracking", "mkt_tok", "oly_anon_id", "oly_enc_id",
        "vero_id", "vero_conv", "wickedid", "irclickid", "irgwc", "cmpid", "s_cid", "ml_subscriber", "ml_subscriber_hash",
        "dm_i", "ck_subscriber_id", "__s", "guccounter", "guce_referrer", "guce_referrer_sig",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>A query without them.</summary>
    /// <param name="query">With or without its question mark.</param>
    /// <returns>Without a question mark; empty when nothing is left.</returns>
    public static string Remove(string query) => string.Join(
        '&', query.TrimStart('?').Split('&').Where(parameter => parameter.Length > 0 && !IsTracking(NameOf(parameter))));

    private static bool IsTracking(string name) =>
        Names.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string NameOf(string parameter)
    {
        var end = parameter.IndexOf('=', StringComparison.Ordinal);
        return Uri.UnescapeDataString(end < 0 ? parameter : parameter[..end]);
    }
}
