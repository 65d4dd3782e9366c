using System.Runtime.CompilerServices;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Parsing;

/// <summary>How much of a channel's past is still to be read: a pure function of the spec and of what was read.</summary>
internal static class Backfill
{
    /// <summary>What a subscription without a <c>backfill</c> gets.</summary>
    public static readonly BackfillSpec Default = new() { Limit = 100 };

    /// <summary>
    /// A spec that asks for nothing that retention would remove, or has removed: what is deleted stays deleted. It may have both
    /// a limit and a date.
    /// </summary>
    /// <param name="spec">What the resource asks for.</param>
    /// <param name="keptSince">Posts before this instant are not kept; null when all are.</param>
    /// <param name="progress">How far the channel was read, with what was removed of it.</param>
    public static BackfillSpec Within(BackfillSpec spec, DateTimeOffset? keptSince, UserChannelRow progress) =>
        spec with { Since = new[] { spec.Since, keptSince, progress.RetainedSince }.Max() };

    /// <summary>Whether everything that the spec asks for has been examined.</summary>
    public static bool IsDone(BackfillSpec spec, UserChannelRow progress) =>
        progress.BackfillExhausted || progress.BackfillLowDate < spec.Since || Left(spec, progress) == 0;

    /// <summary>How many messages the spec still asks for at most; with a date alone, nobody knows before they are read.</summary>
    public static long Left(BackfillSpec spec, UserChannelRow progress) =>
        spec is { Limit: null, Since: not null } ? long.MaxValue : Math.Max(0, (spec.Limit ?? 0) - progress.BackfillCount);

    /// <summary>The messages of a page, descending, that the spec still asks for.</summary>
    public static IReadOnlyList<Message> Wanted(BackfillSpec spec, UserChannelRow progress, IReadOnlyList<Message> page) =>
        [.. page.Take((int)Math.Min(page.Count, Left(spec, progress))).TakeWhile(m => spec.Since is not { } since || m.SentAt() >= since)];

    /// <summary>
    /// The part of the past that the spec asks for, with the mark that each page moves. Asks for no page beyond it; where the
    /// source ends before it, so does the channel.
    /// </summary>
    /// <param name="spec">What is asked for.</param>
    /// <param name="progress">How far it was read before.</param>
    /// <param name="source">The pages below that, descending.</param>
    /// <param name="ct">Ends the reading.</param>
    public static async IAsyncEnumerable<BackfillPage> PagesAsync(
        BackfillSpec spec, UserChannelRow progress, IAsyncEnumerable<IReadOnlyList<Message>> source, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in source.WithCancellation(ct))
        {
            var wanted = Wanted(spec, progress, page);
            progress = progress with
            {
                BackfillLowId = wanted.Count > 0 ? wanted[^1].ServerId() : progress.BackfillLowId,
                // With 'since', the first message that is too old is what tells that the past has been read.
                BackfillLowDate = (wanted.Count < page.Count ? page[wanted.Count] : page[^1]).SentAt(),
                BackfillCount = progress.BackfillCount + wanted.Count,
            };
            yield return new(wanted, new(progress.BackfillLowId, progress.BackfillLowDate, wanted.Count, Exhausted: false));
            if (IsDone(spec, progress))
                yield break;
        }
        yield return new([], new(progress.BackfillLowId, progress.BackfillLowDate, Examined: 0, Exhausted: true));
    }

    /// <summary>The one move of several pages, in the order in which they were read.</summary>
    public static CursorMove.Backfill Move(IReadOnlyList<BackfillPage> pages) =>
        pages[^1].Move with { Examined = pages.Sum(page => page.Move.Examined) };
}

/// <summary>Messages of the past, descending, and how far they take the reading.</summary>
internal sealed record BackfillPage(IReadOnlyList<Message> Messages, CursorMove.Backfill Move);
