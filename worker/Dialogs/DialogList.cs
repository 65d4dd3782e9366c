using TelegramParser.Contracts.Control;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Dialogs;

/// <summary>
/// Lists the channels and supergroups that the account is in, by its folders. Telegram is asked at most once a minute: whoever asks in
/// between gets the last list, or waits for the one that is under way.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class DialogList(
    TelegramClient client, CallLimiter limiter, ClientRenewal renewal, ChatFolders folders, TimeProvider time, CancellationToken stopping)
{
    private const int PageSize = 100;

    // Some ten times as many channels as Telegram lets an account join.
    private const int MostPages = 50;

    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FolderTime = TimeSpan.FromSeconds(5);

    private Task<DialogReport>? _sweep;
    private long _begun;

    /// <summary>The list, at most a minute old.</summary>
    /// <exception cref="FloodWaitException">Telegram has asked to wait.</exception>
    public Task<DialogReport> ListAsync()
    {
        var isOld = _sweep is null || (_sweep.IsCompleted && time.GetElapsedTime(_begun) >= KeepFor);
        if (isOld)
            (_sweep, _begun) = (SweepAsync(), time.GetTimestamp());
        return _sweep!;
    }

    private async Task<DialogReport> SweepAsync()
    {
        using var holding = await renewal.HoldAsync(stopping);
        var truncated = !await LoadAsync(new ChatListMain()) | !await LoadAsync(new ChatListArchive());
        await folders.Told.WaitAsync(FolderTime, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var archived = (await ChatsAsync(new ChatListArchive())).ToHashSet();
        var byFolder = new List<(string Name, HashSet<long> Chats)>();
        foreach (var folder in folders.All)
            byFolder.Add((folder.Name.Text.Text, [.. await ChatsAsync(new ChatListFolder(folder.Id))]));

        var dialogs = new List<Dialog>();
        foreach (var id in (await ChatsAsync(new ChatListMain())).Concat(archived))
        {
            if (await DescribeAsync(id, archived.Contains(id), [.. byFolder.Where(folder => folder.Chats.Contains(id)).Select(folder => folder.Name)]) is { } dialog)
                dialogs.Add(dialog);
        }
        return new DialogReport(time.GetUtcNow(), truncated, [.. byFolder.Select(folder => folder.Name)], dialogs);
    }

    /// <summary>Whether the whole list is loaded.</summary>
    private async Task<bool> LoadAsync(ChatList list)
    {
        try
        {
            for (var page = 0; page < MostPages; page++)
                await CallAsync(new LoadChats(PageSize, list));
            return false;
        }
        catch (TelegramException e) when (e.Code == 404)
        {
            return true;
        }
    }

    private async Task<IReadOnlyList<long>> ChatsAsync(ChatList list) => (await CallAsync(new GetChats(list, MostPages * PageSize))).ChatIds;

    private async Task<Dialog?> DescribeAsync(long chatId, bool archived, IReadOnlyList<string> inFolders)
    {
        var chat = await CallAsync(new GetChat(chatId));
        if (chat.Type is not ChatTypeSupergroup type)
            return null;
        var group = await CallAsync(new GetSupergroup(type.SupergroupId));
        var isMember = group.Status is ChatMemberStatusMember or ChatMemberStatusAdministrator
            or ChatMemberStatusCreator { IsMember: true } or ChatMemberStatusRestricted { IsMember: true };
        return !isMember ? null : new Dialog(
            chatId, chat.Title, group.Usernames?.ActiveUsernames is [var name, ..] ? name : null, type.IsChannel ? "channel" : "supergroup",
            group.MemberCount > 0 ? group.MemberCount : null, archived, inFolders);
    }

    private Task<T> CallAsync<T>(ITdFunction<T> call)
        where T : class => limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, stopping), stopping);
}
