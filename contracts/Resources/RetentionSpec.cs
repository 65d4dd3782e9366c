using System.ComponentModel.DataAnnotations;

namespace TelegramParser.Contracts.Resources;

/// <summary>How long stored posts are kept.</summary>
public sealed record RetentionSpec
{
    /// <summary>Most of <see cref="Days"/>: a hundred years, which is for ever.</summary>
    public const int MostDays = 36500;

    /// <summary>Posts that are older than this many days are removed, once a day, and are not read again.</summary>
    [Range(1, MostDays)]
    public required int Days { get; init; }

    /// <summary>What is wrong with it and what to write instead; null when it can be used.</summary>
    public string? Error() => Days is >= 1 and <= MostDays
        ? null
        : $"retention.days {Days} is out of range. Give 1 to {MostDays}, or leave 'retention' out to keep posts for ever.";
}
