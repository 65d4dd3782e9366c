using TelegramParser.TelegramSimulator.Data.Themes;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>Two accounts and six channels to look at. One channel is private; alice has joined it.</summary>
public static class DemoWorld
{
    /// <summary>Logs in by QR or with the code 12345.</summary>
    public const string AlicePhone = "+15550000001";

    /// <summary>Logs in with the code 54321 and the 2FA password "correct horse".</summary>
    public const string BobPhone = "+15550000002";

    private const int Seed = 1931;
    private const long FirstChannelId = 1500000001;

    private static readonly (Theme Theme, int Posts)[] Channels =
    [
        (HarbourNews.Theme, 340),
        (MarketLedger.Theme, 1240),
        (ScienceDaily.Theme, 180),
        (GorodSegodnya.Theme, 420),
        (OpenSourceWeekly.Theme, 96),
        (EditorsRoom.Theme, 60),
    ];

    /// <summary>Hosts of the pages that posts link to.</summary>
    public static IEnumerable<string> Sites => Channels.Select(channel => channel.Theme.Site);

    /// <summary>Makes it.</summary>
    /// <param name="time">Clock of the posts.</param>
    /// <param name="siteAddress">Where a site is; under its own name, where nobody answers, if null.</param>
    public static SimulatedWorld Create(TimeProvider time, Func<string, Uri>? siteAddress = null)
    {
        var world = new SimulatedWorld(time);
        var alice = new User { Id = 1001, FirstName = "Alice", LastName = "Marlow", Username = "alice_reads" };
        var bob = new User { Id = 1002, FirstName = "Bob", LastName = "Tanner", Username = "bob_reads" };
        world.Add(new Account { Phone = AlicePhone, User = alice });
        world.Add(new Account { Phone = BobPhone, User = bob, Code = "54321", Password = "correct horse" });

        var random = new Random(Seed);
        Channel? previous = null;
        foreach (var ((theme, posts), index) in Channels.Select((channel, index) => (channel, index)))
        {
            var isPrivate = theme.Username.Length == 0;
            var channel = world.Add(new ChannelInfo
            {
                Id = FirstChannelId + index,
                Title = theme.Title,
                About = theme.About,
                Username = isPrivate ? null : theme.Username,
                InviteHash = isPrivate ? "EditorsRoomInvite" : null,
                CreatedAt = time.GetUtcNow().AddDays(-90),
            });
            if (isPrivate)
                channel.Join(alice.Id);
            HistoryWriter.Fill(channel, theme, random, posts, time.GetUtcNow(), previous, siteAddress);
            previous = isPrivate ? null : channel;
        }
        return world;
    }

    /// <summary>Publishes a post every so often, in one channel after another, until it is cancelled.</summary>
    public static async Task PublishAsync(
        SimulatedWorld world, TimeSpan interval, TimeProvider time, Func<string, Uri>? siteAddress = null, CancellationToken cancellation = default)
    {
        // A world that is kept between runs goes on with other posts each time.
        var random = new Random(Seed + world.Channels.Sum(channel => channel.LastPostId));
        var writers = Channels.Select((channel, index) =>
            (Channel: world.ChannelById(FirstChannelId + index)!, Writer: new PostWriter(channel.Theme, random, siteAddress))).ToList();
        using var timer = new PeriodicTimer(interval, time);
        for (var turn = 0; await timer.WaitForNextTickAsync(cancellation); turn++)
        {
            var (channel, writer) = writers[turn % writers.Count];
            channel.Publish(writer.Write());
        }
    }

    /// <summary>A page of a site, as HTML: an article with what news sites have around theirs.</summary>
    /// <param name="site">One of <see cref="Sites"/>.</param>
    /// <param name="number">The page's; the same one gives the same page.</param>
    public static string Page(string site, int number) => new PageWriter(Channels.First(channel => channel.Theme.Site == site).Theme, new Random(number)).Write();
}
