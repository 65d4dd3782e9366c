using TelegramParser.TelegramSimulator.Data.Themes;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>Makes a world of any size for load tests. The same seed makes the same world.</summary>
public static class WorldGenerator
{
    private const long FirstChannelId = 1600000001;
    private const long FirstUserId = 2001;

    // Fixed, so that two runs make the same dates.
    private static readonly DateTimeOffset NewestPost = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Theme[] Themes =
        [HarbourNews.Theme, MarketLedger.Theme, ScienceDaily.Theme, GorodSegodnya.Theme, OpenSourceWeekly.Theme];

    /// <summary>
    /// Public channels <c>@harbour_news_1</c>, <c>@market_ledger_2</c>, … and accounts <c>+15551000001</c>, … with the
    /// code 12345, which have joined none of them.
    /// </summary>
    /// <param name="time">The clock of the world; the posts' dates do not depend on it.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="posts">How many posts each has.</param>
    /// <param name="accounts">How many accounts.</param>
    /// <param name="seed">Chooses the world.</param>
    public static SimulatedWorld Create(TimeProvider time, int channels, int posts, int accounts = 1, int seed = 1)
    {
        var world = new SimulatedWorld(time);
        for (var number = 1; number <= accounts; number++)
        {
            world.Add(new Account
            {
                Phone = $"+1555{1_000_000 + number}",
                User = new User { Id = FirstUserId + number - 1, FirstName = $"Reader {number}" },
            });
        }

        Channel? previous = null;
        for (var number = 1; number <= channels; number++)
        {
            var theme = Themes[(number - 1) % Themes.Length];
            var channel = world.Add(new ChannelInfo
            {
                Id = FirstChannelId + number - 1,
                Title = $"{theme.Title} {number}",
                Username = $"{theme.Username}_{number}",
                About = theme.About,
                CreatedAt = NewestPost.AddYears(-10),
            });
            HistoryWriter.Fill(channel, theme, new Random(seed * 31 + number), posts, NewestPost, previous);
            previous = channel;
        }
        return world;
    }
}
