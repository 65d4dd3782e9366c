using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Dialogs;

/// <summary>The account's folders, as TDLib tells them by itself: nobody can ask for them.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ChatFolders
{
    private readonly TaskCompletionSource _told = new();

    /// <summary>Listens to a client, from its start.</summary>
    public ChatFolders(TelegramClient client) => client.Subscribe(update =>
    {
        if (update is not UpdateChatFolders folders)
            return;
        All = folders.ChatFolders;
        _told.TrySetResult();
    });

    /// <summary>The folders, in their order; none before TDLib has told.</summary>
    public IReadOnlyList<ChatFolderInfo> All { get; private set; } = [];

    /// <summary>Ends when TDLib has told once.</summary>
    public Task Told => _told.Task;
}
