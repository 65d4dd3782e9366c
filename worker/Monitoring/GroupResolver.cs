using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Monitoring;

/// <summary>The group of a monitor, of which the account must be a member, and what is kept of it.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class GroupResolver(TelegramClient client, CallLimiter limiter, ChatFinder finder)
{
    /// <summary>The group of a monitor.</summary>
    /// <exception cref="ChannelException">It is no group, cannot be read, or the account is no member.</exception>
    public async Task<ChannelRow> ResolveAsync(Watch watch, CancellationToken ct)
    {
        var group = watch.Settings.Group;
        var chat = await finder.FindAsync(new WantedChat(group, Join: false, watch.ChatId, watch.Reason), ct);
        var (row, status) = chat.Type switch
        {
            ChatTypeSupergroup { IsChannel: false, SupergroupId: var id } => Of(chat, await CallAsync(new GetSupergroup(id), ct)),
            ChatTypeBasicGroup { BasicGroupId: var id } => Of(chat, await CallAsync(new GetBasicGroup(id), ct)),
            ChatTypeSupergroup => throw new ChannelException(Reasons.ChannelNotFound,
                $"{group} is a channel, where only its owners write. Follow it with a ChannelSubscription."),
            _ => throw new ChannelException(Reasons.ChannelNotFound, $"{group} is a person or a bot. Write the name, invite link or id of a group into spec.group."),
        };
        watch.AwaitedChatId = IsMember(status) ? null : chat.Id;
        if (status is ChatMemberStatusBanned)
            throw new ChannelException(Reasons.ChannelBanned, MonitorFailure.Banned(group));
        return IsMember(status) ? row : throw new ChannelException(Reasons.NotMember,
            $"The account is not a member of {group}. Join it with the account; it is watched from then on.");
    }

    /// <summary>Whether somebody of this status is a member.</summary>
    public static bool IsMember(ChatMemberStatus status) => status switch
    {
        ChatMemberStatusLeft or ChatMemberStatusBanned => false,
        ChatMemberStatusCreator creator => creator.IsMember,
        ChatMemberStatusRestricted restricted => restricted.IsMember,
        _ => true,
    };

    private static (ChannelRow, ChatMemberStatus) Of(Chat chat, Supergroup group) => (
        new ChannelRow(chat.Id, chat.Title, group.Usernames?.ActiveUsernames.FirstOrDefault(), "supergroup", group.MemberCount > 0 ? group.MemberCount : null),
        group.Status);

    private static (ChannelRow, ChatMemberStatus) Of(Chat chat, BasicGroup group) =>
        (new ChannelRow(chat.Id, chat.Title, Username: null, "group", group.MemberCount), group.Status);

    private Task<T> CallAsync<T>(ITdFunction<T> call, CancellationToken ct)
        where T : class => limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, ct), ct);
}
