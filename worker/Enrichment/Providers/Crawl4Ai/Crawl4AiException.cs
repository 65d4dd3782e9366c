namespace TelegramParser.Worker.Enrichment.Providers.Crawl4Ai;

/// <summary>Crawl4AI gave no page. The message holds nothing of its answer, which may repeat what a page says.</summary>
/// <param name="message">In words.</param>
/// <param name="serverFailed">Whether the server is in trouble, and not this page.</param>
/// <param name="inner">What it was.</param>
internal sealed class Crawl4AiException(string message, bool serverFailed, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the server is in trouble, and not this page.</summary>
    public bool ServerFailed { get; } = serverFailed;
}
