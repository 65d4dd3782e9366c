using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.ChannelSubscriptions;

/// <summary>What a subscription asks of enrichment and the installation cannot do. It is told, and is no error.</summary>
internal static class EnrichmentShortfall
{
    /// <summary>The shortfall in words; null when there is none.</summary>
    public static string? Of(WorkerEnrichment installation, EnrichmentSpec? asked) => asked switch
    {
        null or { Enabled: false } => null,
        _ when !installation.Enabled => "spec.enrichment has no effect: enrichment is off in this installation.",
        { Provider: PageProvider.Crawl4AI } when installation.Crawl4AiUrl is null =>
            "This installation has no Crawl4AI server: linked pages are read by the worker itself, as with provider Builtin.",
        _ => null,
    };
}
