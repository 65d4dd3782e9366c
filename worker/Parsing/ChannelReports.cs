using TelegramParser.Contracts.Control;

namespace TelegramParser.Worker.Parsing;

/// <summary>What the outcomes of several channels are together.</summary>
internal static class ChannelReports
{
    /// <summary>A constant of <see cref="ParseStatus"/>.</summary>
    public static string Status(this IReadOnlyCollection<ChannelReport> reports) =>
        reports.Count(r => r.Status != ParseStatus.Success) switch
        {
            0 => ParseStatus.Success,
            var failed when failed < reports.Count => ParseStatus.Partial,
            _ => ParseStatus.Failed,
        };
}
