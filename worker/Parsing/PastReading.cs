using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Reads a channel's past, newest first, with few calls: TDLib gets 50 older messages with a call of the server, but 100 newer
/// ones. So a section of the past is read forward, from somewhere below to where reading stands, and then given from its end.
/// </summary>
/// <remarks>Lives on the event loop. Used once.</remarks>
/// <param name="history">
/// Messages around an id: those at and below it, moved up by the negative offset, at most so many. See <see cref="GetChatHistory"/>.
/// </param>
internal sealed class PastReading(Func<PastReading.Request, Task<IReadOnlyList<Message>>> history)
{
    /// <summary>Messages of a page that is read backward: as many as TDLib reads ahead by itself, so that both are one call.</summary>
    public const int PageSize = 50;

    /// <summary>Messages of a section at most: more would be too many to hold in memory.</summary>
    public const int LongestSection = 10 * NewerPerCall;

    // Of the messages that Telegram gives at once, one is the one at the cursor or below it.
    private const int NewerPerCall = ChannelReader.PageSize - 1;

    // Of a section: fewer are read backward with as few calls.
    private const int Fewest = 2 * NewerPerCall;

    // Where most ids are gone, a section holds few messages, while a page that is read backward leaps over the gaps.
    private const double SparsestIds = 4;

    /// <summary>Whether messages were read that no page has given yet: to stop here would be to read them again.</summary>
    public bool HoldsMore { get; private set; }

    /// <summary>
    /// Messages below an id, descending, a page at a time, until the channel's first. Nothing is left out between the id, a page and the next.
    /// </summary>
    /// <param name="below">The id.</param>
    /// <param name="wanted">How many will be taken at most: a section is no longer.</param>
    public async IAsyncEnumerable<IReadOnlyList<Message>> PagesAsync(long below, long wanted)
    {
        var longest = Fewest;
        var idsPerMessage = double.PositiveInfinity;
        while (true)
        {
            IReadOnlyList<Message> read = [];
            if (SectionStart(below, Math.Min(longest, wanted), idsPerMessage) is { } start)
            {
                // Longer and longer ones, so that what lies beyond a date, and is read in vain, stays less than what does not.
                longest = Math.Min(2 * longest, LongestSection);
                if (await SectionAsync(start, below) is { } section)
                    read = section;
                else
                    longest = 0;
            }
            // Also tells whether an empty section was a gap or the end.
            if (read.Count == 0)
                read = await PageAsync(below);
            if (read.Count == 0)
                yield break;
            idsPerMessage = (below - read[^1].ServerId()) / (double)read.Count;
            below = read[^1].ServerId();
            wanted -= read.Count;
            for (var given = 0; given < read.Count; given += PageSize)
            {
                HoldsMore = given + PageSize < read.Count;
                yield return [.. read.Skip(given).Take(PageSize)];
            }
        }
    }

    private static long? SectionStart(long below, long messages, double idsPerMessage)
    {
        if (messages < Fewest || idsPerMessage > SparsestIds)
            return null;
        var start = Math.Max(1, below - 1 - (long)(messages * idsPerMessage));
        return below - start < Fewest ? null : start;
    }

    // With offset 0 TDLib leaves the first message itself out, so an empty page is the end. With a negative offset a
    // page can consist of newer messages alone, and would look like the end without being it.
    private async Task<IReadOnlyList<Message>> PageAsync(long below) =>
        [.. (await history(new(below, 0, PageSize))).Where(m => m.ServerId() < below).OrderByDescending(m => m.ServerId())];

    /// <summary>Every message between two ids, descending; null when what was read does not reach up to the second.</summary>
    private async Task<IReadOnlyList<Message>?> SectionAsync(long start, long below)
    {
        var section = new List<Message>();
        for (var cursor = start; cursor < below - 1;)
        {
            // Messages of one answer are consecutive, and begin at the cursor or below it.
            var newer = (await history(new(cursor, -NewerPerCall, ChannelReader.PageSize)))
                .Where(m => m.ServerId() > cursor).OrderBy(m => m.ServerId()).ToList();
            if (newer.Count == 0)
                return null;
            section.AddRange(newer.Where(m => m.ServerId() < below));
            cursor = newer[^1].ServerId();
        }
        section.Reverse();
        return section;
    }

    /// <summary>What is asked for.</summary>
    internal sealed record Request(long From, int Offset, int Limit);
}
