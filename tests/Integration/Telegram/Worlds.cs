using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Telegram;

/// <summary>Small worlds for these tests.</summary>
internal static class Worlds
{
    internal const string Phone = "+15550000001";
    internal const string PhoneWithPassword = "+15550000002";
    internal const string Password = "correct horse";
    internal const string ChannelName = "dailynews";
    internal const long ChannelId = 1_500_000_001;
    internal const long ChatId = -1_000_000_000_000 - ChannelId;

    /// <summary>Two accounts, one with a 2FA password, and a public channel with five posts.</summary>
    internal static SimulatedWorld Small()
    {
        var world = new SimulatedWorld(TimeProvider.System);
        world.Add(new Account { Phone = Phone, User = new User { Id = 1001, FirstName = "Alice", Username = "alice" } });
        world.Add(new Account
        {
            Phone = PhoneWithPassword,
            Password = Password,
            User = new User { Id = 1002, FirstName = "Bob", LastName = "Builder" },
        });
        var channel = world.Add(new ChannelInfo { Id = ChannelId, Title = "Daily News", Username = ChannelName });
        foreach (var number in Enumerable.Range(1, 5))
            channel.Load(new Post { Text = $"post {number}", Date = DateTimeOffset.UtcNow.AddHours(number - 10), Views = 10 });
        return world;
    }
}
