using System.Collections.Frozen;
using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Turns what a resource calls a channel or group into a chat. A name is resolved once: afterwards the pinned chat id is used,
/// since Telegram answers a few dozen resolved names with a wait of hours.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ChatFinder(
    TelegramClient client, CallLimiter limiter, ReactionsKnowledge reactions, SubscriptionStore channels)
{
    // Of a channel that could not be read, TDLib says so without asking anybody, until it is looked up again.
    private static readonly FrozenSet<string> NoAccess =
        new[] { Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.ChannelNotFound, Reasons.NotMember }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The chat; of a small group that has become a supergroup, that one.</summary>
    /// <exception cref="ChannelException">It cannot be read, or is another one than before.</exception>
    public async Task<Chat> FindAsync(WantedChat wanted, CancellationToken ct) => wanted.Pinned is { } id
        ? await FindPinnedAsync(id, wanted, NoAccess.Contains(wanted.Reason ?? ""), ct)
        : await FollowAsync(await FindAsync(ChannelReference.Parse(wanted.Reference), wanted.Join, ct), ct);

    private async Task<Chat> FindPinnedAsync(long pinned, WantedChat wanted, bool lookUp, CancellationToken ct)
    {
        if (!lookUp && await KnownAsync(pinned, ct) is { } known)
            return await FollowAsync(known, ct);
        // A name that has passed to another channel finds the wrong one; the channel's last name may find the right one.
        var reference = ChannelReference.Parse(wanted.Reference);
        if (reference is Username written && await channels.GetUsernameAsync(pinned, ct) is { } last
            && !string.Equals(last, written.Name, StringComparison.OrdinalIgnoreCase)
            && await UnlessNotFoundAsync(() => FindAsync(new Username(last), wanted.Join, ct)) is { } found && found.Id == pinned)
        {
            return found;
        }
        var named = await UnlessNotFoundAsync(() => FindAsync(reference, wanted.Join, ct)) ?? throw new ChannelException(Reasons.ChannelNotFound,
            $"{wanted.Reference} was read before and is not found any more: it was deleted, is private now, or has another name. Its posts stay stored, and later parses look for it. Put its new name into spec.channel, or delete the subscription.");
        var chat = await FollowAsync(named, ct);
        return named.Id == pinned || chat.Id == pinned ? chat : throw new ChannelException(Reasons.UsernameTaken,
            $"{wanted.Reference} is now another channel than the one that was subscribed to. Write that one's new name into spec.channel, or delete the subscription and make a new one.");
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
        if (ChatId.ToChannelId(chatId) is not { } id)
            return await UnlessNotFoundAsync(() => OtherAsync(new CreateBasicGroupChat(-chatId, Force: true), ct));
        if (await UnlessNotFoundAsync(() => OtherAsync(new CreateSupergroupChat(id, Force: true), ct)) is null)
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

    /// <summary>The outcome of an attempt to join that has succeeded.</summary>
    public static ChatJoinResultSuccess Joined(ChatJoinResult result, string channel) =>
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

    private Task<T> OtherAsync<T>(ITdFunction<T> call, CancellationToken ct)
        where T : class => limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, ct), ct);
}

/// <summary>What a resource asks for.</summary>
/// <param name="Reference">The chat as the resource names it.</param>
/// <param name="Join">Whether to join it where that is needed to find it.</param>
/// <param name="Pinned">Id of the chat that it was found to be before.</param>
/// <param name="Reason">Why it could not be read the last time, a constant of <see cref="Reasons"/>.</param>
internal sealed record WantedChat(string Reference, bool Join, long? Pinned, string? Reason);
