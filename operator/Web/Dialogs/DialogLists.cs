using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Workers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Dialogs;

/// <summary>What an account is in, as its worker tells, with the subscriptions that read it.</summary>
internal sealed class DialogLists(WebOptions options, WorkerClient workers, ChannelQueries channels)
{
    /// <summary>The list, by title.</summary>
    /// <param name="user">The user.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<(DialogReport Report, IReadOnlyList<DialogItem> Items)> ListAsync(UserOverview user, CancellationToken cancellation)
    {
        var report = await workers.ListDialogsAsync(user.Worker(), cancellation);
        var subscribed = (await channels.ListAsync(options.Installation, user.User.Id, cancellation))
            .Where(row => row.Channel is not null)
            .ToLookup(row => row.Channel!.ChatId, row => row.Subscription.Name);
        var items = report.Dialogs
            .Select(dialog => new DialogItem(
                dialog.ChatId, dialog.Title, dialog.Username, dialog.Kind, dialog.MemberCount, dialog.Archived, dialog.Folders,
                subscribed[dialog.ChatId].FirstOrDefault()))
            .OrderBy(item => item.Title, StringComparer.OrdinalIgnoreCase).ThenBy(item => item.ChatId)
            .ToList();
        return (report, items);
    }

    /// <summary>Whether a channel is in a folder; every one is when none is asked for.</summary>
    public static bool IsIn(DialogItem item, string? folder) =>
        folder is null || item.Folders.Contains(folder, StringComparer.OrdinalIgnoreCase);
}
