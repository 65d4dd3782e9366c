using TelegramParser.Contracts.Channels;
using TelegramParser.Operator.Configuration;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Importing;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Operator.Importing;

/// <summary>A channel that is imported.</summary>
/// <param name="OldId">Its number in the older database.</param>
/// <param name="Row">What it is here.</param>
internal sealed record PlannedChannel(long OldId, ChannelRow Row);

/// <summary>A user whose posts are imported.</summary>
/// <param name="Old">The user there.</param>
/// <param name="Key">The user here.</param>
/// <param name="Channels">The channels whose posts are imported.</param>
/// <param name="Followed">Those of them that the user follows.</param>
internal sealed record PlannedUser(OldUser Old, UserKey Key, IReadOnlyList<PlannedChannel> Channels, IReadOnlyList<PlannedChannel> Followed);

/// <summary>Matches users and channels of the older database with ours before anything is stored.</summary>
internal static class ImportPlan
{
    /// <summary>Who is imported, with which channels.</summary>
    /// <exception cref="UserErrorException">Somebody or something cannot be matched; the message lists all of it.</exception>
    public static async Task<IReadOnlyList<PlannedUser>> MakeAsync(
        OldDatabase old, ImportStore store, UserStore users, ImportMap map, CancellationToken cancellation)
    {
        var oldUsers = await old.UsersAsync(cancellation);
        var wanted = Wanted(oldUsers, map);
        var followed = new Dictionary<long, IReadOnlyList<OldUserChannel>>();
        foreach (var user in wanted)
        {
            followed[user.Id] = await old.ChannelsOfAsync(user.Id, cancellation);
            if (user.TelegramId is { } account && (await users.FindAsync(map.Users[user.Id], cancellation))?.TelegramId is { } pinned && pinned != account)
            {
                throw new UserErrorException(
                    $"User {user.Id} of the older database has Telegram account {account}, but {map.Users[user.Id]} is logged in to {pinned}. Map it to another TelegramUser.");
            }
        }
        var needed = followed.Values.SelectMany(channels => channels.Select(channel => channel.ChannelId)).ToHashSet();
        var rows = await RowsAsync(old, store, map, needed, cancellation);
        return [.. wanted.Select(user => Plan(user, map.Users[user.Id], followed[user.Id], rows))];
    }

    private static List<OldUser> Wanted(IReadOnlyList<OldUser> users, ImportMap map)
    {
        var unknown = map.Users.Keys.Except(users.Select(user => user.Id)).ToList();
        if (unknown.Count > 0)
            throw new UserErrorException($"The older database has no user {string.Join(", ", unknown)}. It has {Describe(users)}.");
        return map.Users.Count > 0
            ? [.. users.Where(user => map.Users.ContainsKey(user.Id))]
            : throw new UserErrorException($"No user is mapped. Give --user {users.FirstOrDefault()?.Id ?? 1}=default:name for each, or --map FILE. The older database has {Describe(users)}.");
    }

    private static async Task<Dictionary<long, PlannedChannel>> RowsAsync(
        OldDatabase old, ImportStore store, ImportMap map, HashSet<long> needed, CancellationToken cancellation)
    {
        var channels = (await old.ChannelsAsync(cancellation)).Where(channel => needed.Contains(channel.Id)).ToList();
        var names = channels.Select(NameOf).OfType<string>().Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
        var known = await store.ChatIdsAsync(names, cancellation);
        var rows = new Dictionary<long, PlannedChannel>();
        var unmatched = new List<string>();
        foreach (var channel in channels)
        {
            var name = NameOf(channel);
            if (name is not null && map.Channels.TryGetValue(name, out var mapped) || map.Channels.TryGetValue($"{channel.Id}", out mapped))
            {
                if (mapped is { } chatId)
                    rows[channel.Id] = Planned(channel, name, chatId);
            }
            else if (channel.TelegramId is { } id && id != 0)
            {
                rows[channel.Id] = Planned(channel, name, id > 0 ? ChatId.OfChannel(id) : id);
            }
            else if (name is not null && known.TryGetValue(name, out var found))
            {
                rows[channel.Id] = Planned(channel, name, found);
            }
            else
            {
                unmatched.Add(name ?? $"{channel.Id}");
            }
        }
        return unmatched.Count == 0 ? rows : throw new UserErrorException(
            $"The numeric ids of these channels are not known: {string.Join(", ", unmatched)}. Write each into the mapping file, below 'channels:', " +
            $"as '{unmatched[0]}: -1001234567890', or '{unmatched[0]}: skip' to leave it out. A channel that any user here has read is found by its name.");
    }

    private static PlannedUser Plan(OldUser user, UserKey key, IReadOnlyList<OldUserChannel> channels, Dictionary<long, PlannedChannel> rows)
    {
        var planned = channels.Where(channel => rows.ContainsKey(channel.ChannelId)).ToList();
        return new PlannedUser(
            user, key,
            [.. planned.Select(channel => rows[channel.ChannelId])],
            [.. planned.Where(channel => channel.IsFollowed).Select(channel => rows[channel.ChannelId])]);
    }

    private static PlannedChannel Planned(OldChannel channel, string? name, long chatId) =>
        new(channel.Id, new ChannelRow(chatId, channel.Title ?? name ?? $"{chatId}", name, "channel"));

    private static string? NameOf(OldChannel channel) =>
        string.IsNullOrWhiteSpace(channel.Username) ? null : ImportMap.NameOf(channel.Username);

    private static string Describe(IReadOnlyList<OldUser> users) => users.Count == 0
        ? "none"
        : string.Join(", ", users.Take(50).Select(user => user.Username is null ? $"{user.Id}" : $"{user.Id} ({user.Username})")) + (users.Count > 50 ? ", …" : "");
}
