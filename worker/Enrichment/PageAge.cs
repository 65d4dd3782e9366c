namespace TelegramParser.Worker.Enrichment;

/// <summary>How long what is known of a page is good for.</summary>
internal static class PageAge
{
    /// <summary>A page, or a redirect, that was asked for longer ago is asked for again when a new post links to it.</summary>
    public static readonly TimeSpan RefreshAfter = TimeSpan.FromHours(24);
}
