using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>Fills a channel with a past: ordinary posts, albums, replies, forwards, a pinned post, and deleted ones.</summary>
internal static class HistoryWriter
{
    /// <param name="posts">How many posts the channel has in the end; service messages count.</param>
    /// <param name="until">The date of the newest post; one comes about every twenty minutes.</param>
    /// <param name="origin">A channel that posts are forwarded from; null for none.</param>
    /// <param name="siteAddress">Where a site is that posts link to; under its own name if null.</param>
    public static void Fill(Channel channel, Theme theme, Random random, int posts, DateTimeOffset until, Channel? origin, Func<string, Uri>? siteAddress = null)
    {
        const int minutesBetween = 20;
        var writer = new PostWriter(theme, random, siteAddress);
        var date = until.AddMinutes(-minutesBetween * (double)posts);
        var written = 0;
        Add(new Post { Action = new ChannelCreated(channel.Info.Title) });
        while (written < posts)
        {
            date = date.AddMinutes(random.Next(2 * minutesBetween - 1));
            if (date > until)
                date = until;
            switch (random.Next(40))
            {
                case 0 when posts - written >= 5:
                    foreach (var part in writer.WriteAlbum())
                        Add(part);
                    break;
                case 1:
                    Add(writer.Write() with { ReplyTo = channel.LastPostId });
                    break;
                case 2 when origin?.LastPostId is > 0 and var original:
                    Add(writer.Write() with { Forward = new ForwardOrigin { Date = date.AddMinutes(-9), ChannelId = origin.Id, PostId = original } });
                    break;
                case 3:
                    channel.SkipIds(random.Next(1, 4));
                    break;
                case 4:
                    Add(writer.WritePoll());
                    break;
                case 5 when written > 20 && channel.PinnedPostId == 0:
                    Add(new Post { Action = new PostPinned(), ReplyTo = channel.LastPostId });
                    break;
                default:
                    Add(writer.Write());
                    break;
            }
        }

        void Add(Post draft)
        {
            channel.Load(draft with { Date = date });
            written++;
        }
    }
}
