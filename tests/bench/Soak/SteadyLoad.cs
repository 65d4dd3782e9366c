using System.Globalization;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Bench.Soak;

/// <summary>What goes on in the channels: a post a second, many with a link, some edited and some deleted later.</summary>
/// <param name="world">The simulated Telegram.</param>
/// <param name="urlOf">The address of a page, by its number.</param>
/// <param name="seed">Of all choices.</param>
internal sealed class SteadyLoad(SimulatedWorld world, Func<int, string> urlOf, int seed)
{
    /// <summary>Posts that each channel has before anybody reads it.</summary>
    public const int History = 500;

    private const int Pages = 500;
    private const int RecentPosts = 300;
    private const double LinkShare = 0.5;
    private const double EditShare = 0.2;
    private const double DeleteShare = 0.05;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(seed);
    private int _edits;

    /// <summary>Posts that were published so far, without the history.</summary>
    public int Published { get; private set; }

    /// <summary>Edits so far.</summary>
    public int Edits => _edits;

    /// <summary>Deletions so far.</summary>
    public int Deletions { get; private set; }

    /// <summary>Makes a channel with its history.</summary>
    public void AddChannel(string username, long id)
    {
        var channel = world.Add(new ChannelInfo { Id = id, Title = username, Username = username });
        for (var i = 0; i < History; i++)
            channel.Load(Draft($"{username} {i}"));
    }

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Pace);
        while (await timer.WaitForNextTickAsync(ct))
            Step();
    }

    private void Step()
    {
        var channel = world.Channels[_random.Next(world.Channels.Count)];
        channel.Publish(Draft(string.Create(CultureInfo.InvariantCulture, $"news {++Published} of {channel.Info.Title}")));
        if (_random.NextDouble() < EditShare && RecentOf(channel) is { } edited)
        {
            channel.Edit(edited, post => post with { Text = string.Create(CultureInfo.InvariantCulture, $"{post.Text} (edit {++_edits})") });
        }
        if (_random.NextDouble() < DeleteShare && RecentOf(channel) is { } deleted)
            Deletions += channel.Delete([deleted]).Count;
    }

    // The id may be that of a post that was deleted since.
    private int? RecentOf(Channel channel)
    {
        var id = channel.LastPostId - _random.Next(RecentPosts);
        return channel.Find(id) is null ? null : id;
    }

    private Post Draft(string text)
    {
        if (_random.NextDouble() >= LinkShare)
            return new Post { Text = text };
        var url = urlOf(_random.Next(Pages));
        return new Post { Text = $"{url} {text}", Entities = [new TextEntity(EntityKind.Url, 0, url.Length)] };
    }
}
