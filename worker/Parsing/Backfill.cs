using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>How much of a channel's past is still to be read: a pure function of the spec and of what was read.</summary>
internal static class Backfill
{
    /// <summary>What a subscription without a <c>backfill</c> gets.</summary>
    public static readonly BackfillSpec Default = new() { Limit = 100 };

    /// <summary>Whether everything that the spec asks for has been examined.</summary>
    public static bool IsDone(BackfillSpec spec, UserChannelRow progress) =>
        progress.BackfillExhausted
        || (spec.Since is { } since ? progress.BackfillLowDate < since : progress.BackfillCount >= (spec.Limit ?? 0));

    /// <summary>The messages of a page, descending, that the spec still asks for.</summary>
    public static IReadOnlyList<Message> Wanted(BackfillSpec spec, UserChannelRow progress, IReadOnlyList<Message> page) =>
        spec.Since is { } since
            ? [.. page.TakeWhile(m => m.SentAt() >= since)]
            : [.. page.Take((int)Math.Max(0, (spec.Limit ?? 0) - progress.BackfillCount))];
}
