using System.Runtime.CompilerServices;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Reads a channel's history completely and in order. The sequence was measured against TDLib: an unopened channel that
/// the account has not joined is served from a stale cache, and no update ever says "nothing new".
/// </summary>
/// <remarks>Lives on the event loop. Message ids are the server's.</remarks>
internal sealed class ChannelReader(
    TelegramClient client, CallLimiter limiter, ReactionsKnowledge reactions, ClientRenewal renewal, TimeProvider time)
{
    /// <summary>Messages that Telegram gives at once.</summary>
    public const int PageSize = 100;

    // A page may be empty while a newer message is known, when that one is being deleted. Not for long.
    private const int MostEmptyPages = 5;

    // Asking for an id ahead of every message makes TDLib wait for the channel's difference before it answers.
    private const long FenceId = int.MaxValue;

    // Should the server answer the fence without that wait, this is what protects the reading.
    private static readonly TimeSpan FenceTime = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan RefreshLimit = TimeSpan.FromSeconds(30);

    /// <summary>Opens the channel, so that TDLib asks for its difference; close it again by disposing.</summary>
    public async Task<OpenedChat> OpenAsync(long chatId, CancellationToken ct)
    {
        var knowsReactions = await reactions.LearnAsync(chatId, ct);
        await OtherAsync(new OpenChat(chatId), ct);
        return new OpenedChat(client, chatId) { KnowsReactions = knowsReactions, Since = time.GetTimestamp() };
    }

    /// <summary>Waits until TDLib knows the channel's newest message, or knows that there is none beyond the cursor.</summary>
    /// <exception cref="IncompleteReadException">It does not know in time.</exception>
    public async Task RefreshAsync(OpenedChat chat, long cursor, CancellationToken ct)
    {
        var newer = new TaskCompletionSource();
        using var subscription = client.Subscribe(update =>
        {
            if (update is UpdateChatLastMessage { LastMessage: { } last } u && u.ChatId == chat.ChatId && last.ServerId() > cursor)
                newer.TrySetResult();
        });
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var expired = Task.Delay(RefreshLimit, time, limit.Token);
        var fence = FenceAsync(chat, limit.Token);
        var first = await Task.WhenAny(newer.Task, fence, expired);
        await limit.CancelAsync();
        ct.ThrowIfCancellationRequested();
        if (first == expired)
            throw new IncompleteReadException("The channel's newest state did not arrive.");
        await first;
    }

    /// <summary>Messages beyond the cursor, ascending, a page at a time, until there is none.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Message>> ReadForwardAsync(
        long chatId, long cursor, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var emptyPages = 0; emptyPages < MostEmptyPages;)
        {
            var page = (await HistoryAsync(chatId, cursor, -(PageSize - 1), PageSize, ct))
                .Where(m => m.ServerId() > cursor).OrderBy(m => m.ServerId()).ToList();
            if (page.Count > 0)
            {
                emptyPages = 0;
                yield return page;
                cursor = page[^1].ServerId();
            }
            else if (await NewestKnownAsync(chatId, ct) <= cursor)
            {
                yield break;
            }
            else
            {
                emptyPages++;
            }
        }
        throw new IncompleteReadException("There is a newer message, but no page holds it.");
    }

    /// <summary>A reading of the channel's past.</summary>
    public PastReading Past(long chatId, CancellationToken ct) =>
        new(request => HistoryAsync(chatId, request.From, request.Offset, request.Limit, ct));

    /// <summary>So many messages before an id, or fewer where TDLib has no more at hand, ascending.</summary>
    public async Task<IReadOnlyList<Message>> BeforeAsync(long chatId, long id, int count, CancellationToken ct) =>
        [.. (await HistoryAsync(chatId, id, 0, count, ct)).Where(m => m.ServerId() < id).OrderBy(m => m.ServerId())];

    /// <summary>Messages by their ids, at most <see cref="PageSize"/>; null for one of which the server says that it is not there.</summary>
    /// <remarks>Of messages that the client has read or lost before, TDLib tells what it remembers.</remarks>
    /// <exception cref="IncompleteReadException">The answer is not about these messages.</exception>
    public async Task<IReadOnlyDictionary<long, Message?>> ReadAsync(long chatId, IReadOnlyList<long> ids, CancellationToken ct)
    {
        var answer = await limiter.CallAsync(CallKind.History,
            () => client.SendAsync(new GetMessages(chatId, [.. ids.Select(MessageId.ToTdlib)]), ct), ct);
        renewal.Count(answer.Items.Count);
        if (answer.Items.Count != ids.Count || ids.Zip(answer.Items).Any(pair => pair.Second is { } found && found.ServerId() != pair.First))
            throw new IncompleteReadException("Telegram answered with other messages than those that were asked for.");
        return ids.Zip(answer.Items).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    /// <summary>The newest message's id, 0 for an empty channel. May be behind: what is beyond is read forward.</summary>
    public async Task<long> HeadAsync(long chatId, CancellationToken ct)
    {
        var known = await NewestKnownAsync(chatId, ct);
        var page = await HistoryAsync(chatId, 0, 0, 1, ct);
        return page.Select(m => m.ServerId()).Append(known).Max();
    }

    private async Task<long> NewestKnownAsync(long chatId, CancellationToken ct) =>
        (await OtherAsync(new GetChat(chatId), ct)).LastMessage?.ServerId() ?? 0;

    private async Task<IReadOnlyList<Message>> HistoryAsync(long chatId, long from, int offset, int limit, CancellationToken ct)
    {
        var answer = await limiter.CallAsync(CallKind.History,
            () => client.SendAsync(new GetChatHistory(chatId, MessageId.ToTdlib(from), offset, limit, OnlyLocal: false), ct), ct);
        renewal.Count(answer.Items.Count);
        return [.. answer.Items.OfType<Message>()];
    }

    private async Task FenceAsync(OpenedChat chat, CancellationToken ct)
    {
        var left = FenceTime - time.GetElapsedTime(chat.Since);
        var minimum = left > TimeSpan.Zero ? Task.Delay(left, time, ct) : Task.CompletedTask;
        await OtherAsync(new GetMessages(chat.ChatId, [MessageId.ToTdlib(FenceId)]), ct, RefreshLimit);
        await minimum;
    }

    private Task<T> OtherAsync<T>(ITdFunction<T> call, CancellationToken ct, TimeSpan? deadline = null)
        where T : class => limiter.CallAsync(CallKind.Other, () => client.SendAsync(call, ct, deadline), ct);
}

/// <summary>A chat that TDLib follows until this is disposed.</summary>
internal sealed class OpenedChat(TelegramClient client, long chatId) : IAsyncDisposable
{
    /// <summary>The chat.</summary>
    public long ChatId => chatId;

    /// <summary>When it was opened, see <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public required long Since { get; init; }

    /// <summary>Whether a message without reactions has none.</summary>
    public required bool KnowsReactions { get; init; }

    /// <summary>Closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await client.SendAsync(new CloseChat(chatId), CancellationToken.None);
        }
        catch (Exception e) when (e is TelegramException or TelegramTimeoutException or ObjectDisposedException)
        {
            // An unclosed chat costs some updates, nothing else; the parse's own outcome matters more.
        }
    }
}
