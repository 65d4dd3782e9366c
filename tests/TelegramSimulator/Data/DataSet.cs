using System.Text.Json;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Data;

/// <summary>
/// A world as a file of JSON lines (see README.md). A channel's line comes before those of its posts; posts come in the
/// order of their ids. Ids that are left out are those of deleted posts.
/// </summary>
public static class DataSet
{
    /// <summary>Adds what a file holds to a world.</summary>
    /// <exception cref="FormatException">A line is wrong; the message has its number.</exception>
    public static async Task LoadAsync(string path, SimulatedWorld world, CancellationToken cancellation = default)
    {
        var number = 0;
        await foreach (var line in File.ReadLinesAsync(path, cancellation))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                Add(world, JsonSerializer.Deserialize<DataSetLine>(line, Json.Options)!);
            }
            catch (Exception e) when (e is JsonException or ArgumentException or FormatException)
            {
                throw new FormatException($"{path}, line {number}: {e.Message}", e);
            }
        }
    }

    /// <summary>Writes everything that a world holds.</summary>
    public static async Task SaveAsync(string path, SimulatedWorld world, CancellationToken cancellation = default)
    {
        var unfinished = path + ".new";
        await using (var writer = new StreamWriter(unfinished))
        {
            foreach (var line in Lines(world))
                await writer.WriteLineAsync(JsonSerializer.Serialize(line, Json.Options).AsMemory(), cancellation);
        }
        File.Move(unfinished, path, overwrite: true);
    }

    private static IEnumerable<DataSetLine> Lines(SimulatedWorld world)
    {
        foreach (var user in world.Users)
            yield return new DataSetLine { User = user };
        foreach (var account in world.Accounts)
            yield return new DataSetLine { Account = account };
        foreach (var channel in world.Channels)
        {
            var members = channel.Members.Select(world.AccountById).OfType<Account>().Select(account => account.Phone);
            yield return new DataSetLine { Channel = channel.Info, Members = [.. members] };
            foreach (var post in channel.Posts)
                yield return new DataSetLine { ChannelId = channel.Id, Post = post };
            yield return new DataSetLine { ChannelId = channel.Id, Position = channel.Position };
        }
    }

    private static void Add(SimulatedWorld world, DataSetLine line)
    {
        switch (line)
        {
            case { Account: { } account }:
                world.Add(account);
                break;
            case { User: { } user }:
                world.Add(user);
                break;
            case { Channel: { } info }:
                var channel = world.Add(info);
                foreach (var phone in line.Members ?? [])
                    channel.Join(world.AccountByPhone(phone)?.User.Id ?? throw new FormatException($"there is no account {phone}"));
                break;
            case { Post: { } post }:
                ChannelOf(world, line).Load(post);
                break;
            case { Position: { } position }:
                ChannelOf(world, line).Resume(position);
                break;
            default:
                throw new FormatException("the line holds no account, user, channel, post or position");
        }
    }

    private static Channel ChannelOf(SimulatedWorld world, DataSetLine line) =>
        world.ChannelById(line.ChannelId ?? 0) ?? throw new FormatException($"there is no channel {line.ChannelId}");
}

/// <summary>One line: an account, a user, a channel (with members), or a post or position (with its channel's id).</summary>
internal sealed record DataSetLine
{
    public Account? Account { get; init; }

    public User? User { get; init; }

    public ChannelInfo? Channel { get; init; }

    /// <summary>Phone numbers of accounts that have joined the channel.</summary>
    public IReadOnlyList<string>? Members { get; init; }

    /// <summary>Whose the post or the position is.</summary>
    public long? ChannelId { get; init; }

    public Post? Post { get; init; }

    /// <summary>Where a channel goes on that has run before; it comes after the channel's posts.</summary>
    public ChannelPosition? Position { get; init; }
}
