using TelegramParser.Contracts.Control;

namespace TelegramParser.Worker.Parsing;

/// <summary>What the outcomes of several channels are together.</summary>
internal static class ChannelReports
{
    /// <summary>A constant of <see cref="ParseStatus"/>.</summary>
    public static string Status(this IReadOnlyCollection<ChannelReport> reports) =>
        reports.Select(r => r.Status).Distinct(StringComparer.Ordinal).ToList() switch
        {
            [] => ParseStatus.Success,
            [var common] => common,
            var various when various.Contains(ParseStatus.Success) => ParseStatus.Partial,
            _ => ParseStatus.Failed,
        };
}
