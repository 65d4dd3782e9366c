using System.Text.Json;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Monitoring;

/// <summary>Examines messages of a monitor's group and stores what it finds, with its context.</summary>
/// <remarks>Lives on the event loop. What is examined twice is stored once. Whoever tells people of mentions is told of new ones.</remarks>
internal sealed class Examiner(
    LeaseToken lease, ChannelReader reader, OwnMessages own, Names names, Stores stores, Action onMentions, WorkerMetrics metrics, SessionBoard board)
{
    /// <summary>The account that is watched for.</summary>
    public WatchedAccount Account { get; set; } = new(0, []);

    /// <summary>Examines messages.</summary>
    /// <param name="watch">The monitor.</param>
    /// <param name="chatId">The group.</param>
    /// <param name="messages">The messages, ascending.</param>
    /// <param name="before">Those before them, without a gap; null when that is not known.</param>
    /// <param name="isRead">Whether they were read from the cursor on, which moves over them; else they have arrived by themselves.</param>
    /// <param name="ct">Ends it before it is stored.</param>
    public async Task ExamineAsync(
        Watch watch, long chatId, IReadOnlyList<Message> messages, IReadOnlyList<Message>? before, bool isRead, CancellationToken ct)
    {
        own.Learn(messages, Account);
        var readable = messages.Where(m => m.Unreadable is null && !PostMapper.IsService(m.Content)).ToList();
        var found = await FindAsync(watch.Matcher, [.. readable.Where(m => !OwnMessages.IsOwn(m, Account))], ct);
        metrics.MessagesExamined(messages.Count, isRead);
        if (found.Count == 0 && !isRead && !watch.AwaitsContext)
            return;
        var mentions = new List<MentionRecord>();
        foreach (var (message, triggers) in found)
            mentions.Add(await MapAsync(watch, chatId, message, triggers, Near(readable, before), ct));
        // What has arrived by itself belongs to the mentions before it only where nothing is missing between them.
        var follows = (isRead || before is not null) && (watch.AwaitsContext || mentions.Exists(m => m.AfterWanted > 0));
        var stored = await stores.Monitors.StoreAsync(
            lease,
            new ExaminedMessages(watch.Id, chatId)
            {
                Mentions = mentions,
                Following = follows ? await MapAsync(readable, ct) : [],
                Cursor = isRead ? messages[^1].ServerId() : null,
            },
            ct);
        watch.AwaitsContext = stored.AwaitsContext;
        if (isRead)
            watch.Cursor = messages[^1].ServerId();
        if (stored.Added.Count == 0)
            return;
        var added = stored.Added.ToHashSet();
        metrics.MentionsFound(found.Where(f => added.Contains(f.Message.ServerId())).SelectMany(f => f.Triggers.Select(t => t.Kind).Distinct(StringComparer.Ordinal)));
        onMentions();
        board.Touch();
    }

    private async Task<IReadOnlyList<(Message Message, IReadOnlyList<Trigger> Triggers)>> FindAsync(
        MentionMatcher matcher, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        if (messages.Count == 0)
            return [];
        var texts = messages.Select(m => PostMapper.TextOf(m.Content)).ToList();
        var keywords = matcher.Keywords.Count == 0 ? null : await stores.Keywords.FindAsync([.. texts.Select(t => t.Text)], matcher.Keywords, ct);
        var answers = matcher.WantsReplies ? await own.AnswersAsync(messages, Account, ct) : null;
        return
        [
            .. messages
                .Select((message, i) => (message, matcher.Match(texts[i], answers?.Contains(message.ServerId()) == true, keywords?[i] ?? [], Account)))
                .Where(found => found.Item2.Count > 0),
        ];
    }

    // Null when what came before is to be asked for.
    private static IReadOnlyList<Message>? Near(IReadOnlyList<Message> messages, IReadOnlyList<Message>? before) => before is null
        ? null
        : [.. before.Where(m => m.Unreadable is null && !PostMapper.IsService(m.Content) && m.Id < messages[0].Id), .. messages];

    private async Task<MentionRecord> MapAsync(
        Watch watch, long chatId, Message message, IReadOnlyList<Trigger> triggers, IReadOnlyList<Message>? near, CancellationToken ct)
    {
        var id = message.ServerId();
        var wanted = watch.Settings.ContextMessages;
        var before = wanted == 0 ? [] : near ?? await reader.BeforeAsync(chatId, id, wanted, ct);
        var post = PostMapper.Map(message, watch.Group?.Username);
        return new MentionRecord
        {
            MessageId = id,
            Date = post.Date,
            TopicId = (message.TopicId as MessageTopicForum)?.ForumTopicId,
            Topic = await names.TopicAsync(message, ct),
            SenderJson = await names.SenderAsync(message, ct),
            Text = post.Text,
            EntitiesJson = post.EntitiesJson,
            ReplyToJson = post.ReplyToJson,
            Permalink = post.Permalink,
            TriggersJson = JsonSerializer.Serialize(triggers, MentionJson.Default.IReadOnlyListTrigger),
            Before = await MapAsync([.. before.Where(m => m.ServerId() < id).TakeLast(wanted)], ct),
            AfterWanted = wanted,
        };
    }

    private async Task<IReadOnlyList<ContextRecord>> MapAsync(IReadOnlyList<Message> messages, CancellationToken ct)
    {
        var context = new List<ContextRecord>(messages.Count);
        foreach (var message in messages)
            context.Add(new ContextRecord(message.ServerId(), message.SentAt(), await names.SenderAsync(message, ct), PostMapper.TextOf(message.Content).Text));
        return context;
    }
}
