using System.Threading.Channels;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Notifying.SavedMessages;

/// <summary>The account's Saved Messages.</summary>
internal interface ISavedMessages
{
    /// <summary>Sends a message there; Telegram has it when the task is done.</summary>
    /// <exception cref="TelegramException">Telegram does not take it.</exception>
    /// <exception cref="TelegramTimeoutException">It was not sent in time, and is not sent any more.</exception>
    Task SendAsync(FormattedText text, CancellationToken ct);
}

/// <summary>The account's Saved Messages in Telegram: the only chat to which the worker ever sends anything.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class SavedMessagesChat(TelegramClient client, ClientRenewal renewal, TimeProvider time) : ISavedMessages
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task SendAsync(FormattedText text, CancellationToken ct)
    {
        using var held = await renewal.HoldAsync(ct);
        var me = await client.SendAsync(new GetMe(), ct);
        var chat = await client.SendAsync(new CreatePrivateChat(me.Id, Force: true), ct);
        // It may end before it is known under which id it waits.
        var ends = Channel.CreateUnbounded<TdUpdate>();
        using var subscription = client.Subscribe(update =>
        {
            if (update is UpdateMessageSendSucceeded or UpdateMessageSendFailed)
                ends.Writer.TryWrite(update);
        });
        var waiting = await client.SendAsync(SendMessage.ToSavedMessages(me, chat, text), ct);
        try
        {
            await EndAsync(ends.Reader, waiting.Id, ct).WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            // TDLib would send it as soon as it can: besides the next try.
            await client.SendAsync(new DeleteMessages(chat.Id, [waiting.Id], Revoke: false), ct);
            throw new TelegramTimeoutException("sendMessage", Patience);
        }
    }

    private static async Task EndAsync(ChannelReader<TdUpdate> ends, long id, CancellationToken ct)
    {
        await foreach (var end in ends.ReadAllAsync(ct))
        {
            switch (end)
            {
                case UpdateMessageSendSucceeded sent when sent.OldMessageId == id:
                    return;
                case UpdateMessageSendFailed failed when failed.OldMessageId == id:
                    throw new TelegramException(failed.Error.Code, failed.Error.Message);
            }
        }
    }
}
