using System.Collections.Frozen;
using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Turns what a resource calls a channel into a chat. A name is resolved once: afterwards the pinned chat id is used,
/// since Telegram answers a few dozen resolved names with a wait of hours.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ChannelResolver(
    TelegramClient client, CallLimiter limiter, ReactionsKnowledge reactions, SubscriptionStore channels)
{
    // Of a channel that could not be read, TDLib says so without asking anybody, until it is looked up again.
    private static readonly FrozenSet<string> NoAccess =
        new[] { Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.ChannelNotFound }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The channel of a subscription, joined when that is asked for.</summary>
    /// <exception cref="ChannelException">It is no channel, cannot be read, or is another one than before.</exception>
    public async Task<ResolvedChannel> ResolveAsync(Subscription subscription, CancellationToken ct)
    {
        var settings = subscription.Settings;
        var chat = subscription.ChatId is { } id
            ? await FindPinnedAsync(id, settings, NoAccess.Contains(subscription.Reason ?? ""), ct)
            : await FollowAsync(await FindAsync(ChannelReference.Parse(settings.Channel), settings.Join, ct), ct);
        return await DescribeAsync(chat, settings, ct);
    }

    private async Task<Chat> FindPinnedAsync(long pinned, SubscriptionSettings settings, bool lookUp, CancellationToken ct)
    {
        if (!lookUp && await KnownAsync(pinned, ct) is { } known)
            return known;
        // A name that has passed to another channel finds the wrong one; the channel's last name may find the right one.
        var reference = ChannelReference.Parse(settings.Channel);
        if (reference is Username written && await channels.GetUsernameAsync(pinned, ct) is { } last
            && !string.Equals(last, written.Name, StringComparison.OrdinalIgnoreCase)
            && await UnlessNotFoundAsync(() => FindAsync(new Username(last), settings.Join, ct)) is { } found && found.Id == pinned)
        {
            return found;
        }
        var chat = await FollowAsync(await FindAsync(reference, settings.Join, ct), ct);
        return chat.Id == pinned ? chat : throw new ChannelException(Reasons.UsernameTaken,
            $"{settings.Channel} is now another channel than the one that was subscribed to. Write that one's new name into spec.channel, or delete the subscription and make a new one.");
    }

    /// <summary>The supergroup that a small group has become; else the chat itself.</summary>
    private async Task<Chat> FollowAsync(Chat chat, CancellationToken ct)
    {
        if (chat.Type is not ChatTypeBasicGroup basic)
            return chat;
        var group = await OtherAsync(new GetBasicGroup(basic.BasicGroupId), ct);
        return group.UpgradedToSupergroupId == 0 ? chat : await OtherAsync(new CreateSupergroupChat(group.UpgradedToSupergroupId, Force: false), ct);
    }

    private async Task<Chat?> KnownAsync(long chatId, CancellationToken ct)
    {
        if (await UnlessNotFoundAsync(() => OtherAsync(new GetChat(chatId), ct)) is { } known)
            return known;
        // TDLib knows channels over a restart, but not their chats. At first without the server, which sends the newest post along.
        if (ChatId.ToChannelId(chatId) is not { } id
            || await UnlessNotFoundAsync(() => OtherAsync(new CreateSupergroupChat(id, Force: true), ct)) is null)
            return null;
        await reactions.LearnAsync(chatId, ct);
        return await UnlessNotFoundAsync(() => OtherAsync(new CreateSupergroupChat(id, Force: false), ct));
    }

    private static async Task<Chat?> UnlessNotFoundAsync(Func<Task<Chat>> find)
    {
        try
        {
            return await find();
        }
        catch (TelegramException e) when (e.Error.EndsWith("not found", StringComparison.Ordinal) || e.Error is "USERNAME_NOT_OCCUPIED" or "USERNAME_INVALID")
        {
            return null;
        }
    }

    private Task<Chat> FindAsync(ChannelReference reference, bool join, CancellationToken ct) => reference switch
    {
        Username username => limiter.CallAsync(
            CallKind.Resolve, () => client.SendAsync(new SearchPublicChat(username.Name), ct), ct),
        InviteLink invite => FindInviteAsync(invite, join, ct),
        ChatId chat => FindJoinedAsync(chat.Id, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(reference)),
    };

    private async Task<Chat> FindInviteAsync(InviteLink invite, bool join, CancellationToken ct)
    {
        var info = await limiter.CallAsync(
            CallKind.Resolve, () => client.SendAsync(new CheckChatInviteLink(invite.Link), ct), ct);
        if (info.ChatId != 0)
            return await OtherAsync(new GetChat(info.ChatId), ct);
        if (!join)
        {
            throw new ChannelException(Reasons.ChannelPrivate,
                "The account is not a member of this private channel. Set 'join: true' on the subscription, or join it with the account.");
        }
        var joined = await limiter.CallAsync(
            CallKind.Join, () => client.SendAsync(new JoinChatByInviteLink(invite.Link), ct), ct);
        return await OtherAsync(new GetChat(Joined(joined, invite.ToString()).ChatId), ct);
    }

    private static ChatJoinResultSuccess Joined(ChatJoinResult result, string channel) =>
        result as ChatJoinResultSuccess ?? throw new ChannelException(Reasons.JoinRequestPending,
            $"An administrator of {channel} has to accept this account first. Later parses look whether that has happened.");

    // After a fresh login TDLib knows no chat until the list of chats has been read once.
    private async Task<Chat> FindJoinedAsync(long chatId, CancellationToken ct)
    {
        if (await KnownAsync(chatId, ct) is { } known)
            return known;
        await LoadChatListAsync(ct);
        return await OtherAsync(new GetChat(chatId), ct);
    }

    private async Task LoadChatListAsync(CancellationToken ct)
    {
        try
        {
            while (true)
                await limiter.CallAsync(CallKind.Resolve, () => client.SendAsync(new LoadChats(100), ct), ct);
        }
        catch (TelegramException e) when (e.Code == 404)
        {
            // 404 says that the whole list is loaded.
        }
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
            Joined(joined, settings.Channel);
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
