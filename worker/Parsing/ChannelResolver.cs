using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>The channel of a subscription, and what is kept of it.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ChannelResolver(TelegramClient client, CallLimiter limiter, ChatFinder finder)
{
    /// <summary>The channel of a subscription, joined when that is asked for.</summary>
    /// <exception cref="ChannelException">It is no channel, cannot be read, or is another one than before.</exception>
    public async Task<ResolvedChannel> ResolveAsync(Subscription subscription, CancellationToken ct)
    {
        var settings = subscription.Settings;
        var wanted = new WantedChat(settings.Channel, settings.Join, subscription.ChatId, subscription.Reason);
        return await DescribeAsync(await finder.FindAsync(wanted, ct), settings, ct);
    }

    private async Task<ResolvedChannel> DescribeAsync(Chat chat, SubscriptionSettings settings, CancellationToken ct)
    {
        if (chat.Type is not ChatTypeSupergroup type)
        {
            throw new ChannelException(Reasons.ChannelNotFound,
                chat.Type is ChatTypeBasicGroup
                    ? $"{settings.Channel} is a small group. Only channels and supergroups can be subscribed to: once an administrator has made it a supergroup, it is found."
                    : $"{settings.Channel} is a person or a bot. Only channels and supergroups can be subscribed to.");
        }
        var supergroup = await OtherAsync(new GetSupergroup(type.SupergroupId), ct);
        if (settings.Join && supergroup.Status is ChatMemberStatusLeft)
        {
            var joined = await limiter.CallAsync(CallKind.Join, () => client.SendAsync(new JoinChat(chat.Id), ct), ct);
            ChatFinder.Joined(joined, settings.Channel);
        }
        if (supergroup.Status is ChatMemberStatusBanned)
            throw new ChannelException(Reasons.ChannelBanned, ParseFailure.Banned(settings.Channel));
        var names = supergroup.Usernames?.ActiveUsernames ?? [];
        var row = new ChannelRow(
            chat.Id, chat.Title, names.FirstOrDefault(), type.IsChannel ? "channel" : "supergroup",
            supergroup.MemberCount > 0 ? supergroup.MemberCount : null);
        return new ResolvedChannel(chat, row) { Renamed = Renamed(settings.Channel, row, names) };
    }

    private static string? Renamed(string channel, ChannelRow row, IReadOnlyList<string> names)
    {
        if (ChannelReference.Parse(channel) is not Username written || names.Contains(written.Name, StringComparer.OrdinalIgnoreCase))
            return null;
        var now = row.Username is { } name ? "@" + name : $"'{row.Title}' ({row.ChatId}), which has no public name";
        return $"The channel that was {written} is now {now}. It is still read; put its new name into spec.channel, as {written} may become another channel's.";
    }

    private Task<T> OtherAsync<T>(ITdFunction<T> call, CancellationToken ct)
        where T : class => limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, ct), ct);
}

/// <summary>A chat and what is kept of it.</summary>
internal sealed record ResolvedChannel(Chat Chat, ChannelRow Row)
{
    /// <summary>In words, that the channel is not called any more what the resource calls it.</summary>
    public string? Renamed { get; init; }
}
