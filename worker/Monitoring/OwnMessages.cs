using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Monitoring;

/// <summary>Tells which messages answer one that the account itself has written.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class OwnMessages(TelegramClient client, CallLimiter limiter, ClientRenewal renewal)
{
    // Most answers are to what was written lately; of the rest Telegram is asked, a hundred messages at a time.
    private const int MostKept = 20_000;

    private readonly Dictionary<(long Chat, long Message), bool> _isOwn = [];

    /// <summary>Notes who has written messages.</summary>
    public void Learn(IEnumerable<Message> messages, WatchedAccount account)
    {
        if (_isOwn.Count >= MostKept)
            _isOwn.Clear();
        foreach (var message in messages)
            _isOwn[(message.ChatId, message.ServerId())] = IsOwn(message, account);
    }

    /// <summary>Ids of those messages that answer the account.</summary>
    public async Task<IReadOnlySet<long>> AnswersAsync(IReadOnlyList<Message> messages, WatchedAccount account, CancellationToken ct)
    {
        var answers = messages.Select(m => (Id: m.ServerId(), m.ChatId, To: AnsweredId(m))).Where(m => m.To is not null).ToList();
        foreach (var unknown in answers.Where(a => !_isOwn.ContainsKey((a.ChatId, a.To!.Value))).GroupBy(a => a.ChatId, a => a.To!.Value))
            await AskAsync(unknown.Key, [.. unknown.Distinct()], account, ct);
        return answers.Where(a => _isOwn.GetValueOrDefault((a.ChatId, a.To!.Value))).Select(a => a.Id).ToHashSet();
    }

    /// <summary>Whether the account has written a message.</summary>
    public static bool IsOwn(Message message, WatchedAccount account) =>
        message.IsOutgoing || message.SenderId is MessageSenderUser { UserId: var id } && id == account.Id;

    private async Task AskAsync(long chatId, IReadOnlyList<long> ids, WatchedAccount account, CancellationToken ct)
    {
        foreach (var some in ids.Chunk(ChannelReader.PageSize))
        {
            var answer = await limiter.CallAsync(CallKind.Other,
                () => client.SendAsync(new GetMessages(chatId, [.. some.Select(MessageId.ToTdlib)]), ct), ct);
            renewal.Count(answer.Items.Count);
            foreach (var (id, message) in some.Zip(answer.Items))
                _isOwn[(chatId, id)] = message is not null && message.ServerId() == id && IsOwn(message, account);
        }
    }

    // What stands in a forum's topic answers the message that the topic began with, to Telegram.
    private static long? AnsweredId(Message message) =>
        message.ReplyTo is MessageReplyToMessage reply && (reply.ChatId == message.ChatId || reply.ChatId == 0)
            && MessageId.FromTdlib(reply.MessageId) is > 0 and var id && (message.TopicId as MessageTopicForum)?.ForumTopicId != id
            ? id
            : null;
}
