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
internal sealed class ChannelResolver(TelegramClient client, CallLimiter limiter, ReactionsKnowledge reactions)
{
    /// <summary>The channel of a subscription, joined when that is asked for.</summary>
    /// <param name="settings">The subscription.</param>
    /// <param name="pinned">The chat id that it was pinned to, if it was.</param>
    /// <param name="ct">Cancels the calls.</param>
    /// <exception cref="ChannelException">It is no channel, or another one than before.</exception>
    public async Task<ResolvedChannel> ResolveAsync(SubscriptionSettings settings, long? pinned, CancellationToken ct)
    {
        var chat = pinned is { } id ? await KnownAsync(id, ct) : null;
        chat ??= await FindAsync(ChannelReference.Parse(settings.Channel), settings.Join, ct);
        if (pinned is { } expected && chat.Id != expected)
        {
            throw new ChannelException(Reasons.ChannelNotFound,
                $"{settings.Channel} is now another channel than the one that was subscribed to. Write its new name, or delete the subscription and make a new one.");
        }
        return await DescribeAsync(chat, settings, ct);
    }

    private async Task<Chat?> KnownAsync(long chatId, CancellationToken ct)
    {
        if (await UnlessNotFoundAsync(new GetChat(chatId), ct) is { } known)
            return known;
        // TDLib knows channels over a restart, but not their chats. At first without the server, which sends the newest post along.
        if (ChatId.ToChannelId(chatId) is not { } id || await UnlessNotFoundAsync(new CreateSupergroupChat(id, Force: true), ct) is null)
            return null;
        await reactions.LearnAsync(chatId, ct);
        return await UnlessNotFoundAsync(new CreateSupergroupChat(id, Force: false), ct);
    }

    private async Task<Chat?> UnlessNotFoundAsync(ITdFunction<Chat> call, CancellationToken ct)
    {
        try
        {
            return await OtherAsync(call, ct);
        }
        catch (TelegramException e) when (e.Error.EndsWith("not found", StringComparison.Ordinal))
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
        result as ChatJoinResultSuccess ?? throw new ChannelException(Reasons.ChannelPrivate,
            $"An administrator of {channel} has to accept this account first. The next parses look again.");

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
                $"{settings.Channel} is a person, a bot or a small group, not a channel. Only channels and supergroups can be subscribed to.");
        }
        var supergroup = await OtherAsync(new GetSupergroup(type.SupergroupId), ct);
        if (settings.Join && supergroup.Status is ChatMemberStatusLeft)
        {
            var joined = await limiter.CallAsync(CallKind.Join, () => client.SendAsync(new JoinChat(chat.Id), ct), ct);
            Joined(joined, settings.Channel);
        }
        var row = new ChannelRow(
            chat.Id, chat.Title, supergroup.Usernames?.ActiveUsernames.FirstOrDefault(), type.IsChannel ? "channel" : "supergroup",
            supergroup.MemberCount > 0 ? supergroup.MemberCount : null);
        return new ResolvedChannel(chat, row);
    }

    private Task<T> OtherAsync<T>(ITdFunction<T> call, CancellationToken ct)
        where T : class => limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, ct), ct);
}

/// <summary>A chat and what is kept of it.</summary>
internal sealed record ResolvedChannel(Chat Chat, ChannelRow Row);
