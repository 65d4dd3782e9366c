using System.Text.Json;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Monitoring;

/// <summary>Names of senders and topics. A name that cannot be had is absent: it is never worth a mention.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class Names(TelegramClient client, CallLimiter limiter)
{
    // Names stay as they were at a session's start or since they were last told; there are more people than this in few groups.
    private const int MostKept = 5_000;

    private readonly Dictionary<(long Chat, int Topic), string> _topics = [];
    private readonly Dictionary<MessageSender, string> _senders = [];

    /// <summary>A topic has got a name.</summary>
    public void Learn(ForumTopicInfo topic) => _topics[(topic.ChatId, topic.ForumTopicId)] = topic.Name;

    /// <summary>Name of a message's topic; null when it has none.</summary>
    public async Task<string?> TopicAsync(Message message, CancellationToken ct)
    {
        if (message.TopicId is not MessageTopicForum { ForumTopicId: var id })
            return null;
        if (!_topics.TryGetValue((message.ChatId, id), out var name) && await UnlessUnknownAsync(new GetForumTopic(message.ChatId, id), ct) is { } topic)
            _topics[(message.ChatId, id)] = name = topic.Info.Name;
        return name;
    }

    /// <summary>Who sent a message, as JSON; TDLib knows the senders of what it has read.</summary>
    public async Task<string?> SenderAsync(Message message, CancellationToken ct)
    {
        if (message.SenderId is not { } sender)
            return null;
        if (_senders.TryGetValue(sender, out var known))
            return known;
        if (_senders.Count >= MostKept)
            _senders.Clear();
        return await DescribeAsync(sender, ct) is { } json
            ? _senders[sender] = JsonSerializer.Serialize(json, MentionJson.Default.NamedSenderJson)
            : null;
    }

    private async Task<NamedSenderJson?> DescribeAsync(MessageSender sender, CancellationToken ct)
    {
        switch (sender)
        {
            case MessageSenderUser { UserId: var id }:
                var user = await UnlessUnknownAsync(new GetUser(id), ct);
                return new NamedSenderJson("user")
                {
                    UserId = id,
                    Name = user is null ? null : $"{user.FirstName} {user.LastName}".Trim().NullIfEmpty(),
                    Username = user?.Usernames?.ActiveUsernames.FirstOrDefault(),
                };
            case MessageSenderChat { ChatId: var id }:
                var chat = await UnlessUnknownAsync(new GetChat(id), ct);
                return new NamedSenderJson("chat") { ChatId = id, Name = chat?.Title };
            default:
                return null;
        }
    }

    private async Task<T?> UnlessUnknownAsync<T>(ITdFunction<T> call, CancellationToken ct)
        where T : class
    {
        try
        {
            return await limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, ct), ct);
        }
        catch (Exception e) when (e is TelegramException or TelegramTimeoutException or FloodWaitException)
        {
            return null;
        }
    }
}
