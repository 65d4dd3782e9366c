using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Mapping;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Messages that were passed by because they could not be read or stored: keeps what TDLib gave for them, and tries them
/// again after each start, since a new version may know better, and whenever a person asks for it.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class UnstoredMessages(
    LeaseToken lease, ChannelResolver resolver, ChannelReader reader, ClientRenewal renewal, TelegramClient client, CallLimiter limiter, UnstoredStore unstored, PostStore posts,
    Action onStored, WorkerMetrics metrics, ILogger<UnstoredMessages> logger)
{
    // What TDLib takes at once.
    private const int AtOnce = 100;

    private readonly SemaphoreSlim _retrying = new(1);

    /// <summary>Stores a page, and sees to it that nothing of it is lost that could not be stored.</summary>
    public async Task<StoredPage> StoreAsync(PostPage page, CancellationToken ct)
    {
        var stored = await posts.StorePageAsync(lease, page, ct);
        metrics.PostsStored(stored);
        if (stored.Added + stored.Changed > 0)
            onStored();
        if (stored.Unstorable > 0)
            await KeepRawAsync(page.ChatId, ct);
        if (stored.Unstorable > 0 || metrics.Unstored > 0)
            await CountAsync(ct);
        return stored;
    }

    /// <summary>Reads and stores again what could not be stored of these subscriptions' channels.</summary>
    public async Task<RetryReport> RetryAsync(IReadOnlyList<Subscription> subscriptions, CancellationToken ct)
    {
        await _retrying.WaitAsync(ct);
        try
        {
            var report = new RetryReport(0, 0, 0, []);
            await CountAsync(ct);
            if (metrics.Unstored == 0)
                return report;
            foreach (var subscription in subscriptions)
                report = await TryRetryAsync(subscription, report, ct);
            await CountAsync(ct);
            Log.Retried(logger, report.Tried, report.Stored, report.Deleted, string.Join(' ', report.Problems));
            return report;
        }
        finally
        {
            _retrying.Release();
        }
    }

    private async Task<RetryReport> TryRetryAsync(Subscription subscription, RetryReport report, CancellationToken ct)
    {
        try
        {
            return await subscription.AloneAsync(() => RetryAsync(subscription, report, ct), ct);
        }
        catch (Exception e) when (e is TelegramException or TelegramTimeoutException or FloodWaitException or ChannelException or IncompleteReadException or NpgsqlException)
        {
            var problem = ParseFailure.Of(e, subscription.Settings.Channel);
            return report with { Problems = [.. report.Problems, $"{subscription.Name}: {problem.Message}"] };
        }
    }

    private async Task<RetryReport> RetryAsync(Subscription subscription, RetryReport report, CancellationToken ct)
    {
        if (subscription.ChatId is not { } chatId || await unstored.ListAsync(lease.UserId, chatId, ct) is not { Count: > 0 } ids)
            return report;
        using var holding = await renewal.HoldAsync(ct);
        var channel = await resolver.ResolveAsync(subscription, ct);
        // Else TDLib would answer with messages that are edited or deleted by now.
        await using var opened = await reader.OpenAsync(chatId, ct);
        await reader.RefreshAsync(opened, long.MaxValue, ct);
        foreach (var some in ids.Chunk(AtOnce))
        {
            var answer = await limiter.CallAsync(CallKind.Other, () => client.SendAsync(Request(chatId, some), ct), ct);
            var found = answer.Items.OfType<Message>().ToList();
            var page = PageMapper.Map(chatId, found, channel.Row.Username, new CursorMove.None());
            var stored = await StoreAsync(page, ct);
            var deleted = some.Except(found.Select(m => m.ServerId())).ToList();
            if (deleted.Count > 0)
                await unstored.MarkDeletedAsync(lease, chatId, deleted, ct);
            report = report with
            {
                Tried = report.Tried + some.Length,
                Stored = report.Stored + found.Count - stored.Unstorable,
                Deleted = report.Deleted + deleted.Count,
            };
        }
        return report;
    }

    // TDLib still has what it gave a moment ago, so this asks nobody.
    private async Task KeepRawAsync(long chatId, CancellationToken ct)
    {
        try
        {
            foreach (var some in (await unstored.ListWithoutRawAsync(lease.UserId, chatId, ct)).Chunk(AtOnce))
            {
                var answer = await limiter.CallAsync(CallKind.Other, () => client.SendRawAsync(Request(chatId, some), ct), ct);
                await unstored.KeepRawAsync(lease, chatId, RawMessages.Read(answer), ct);
            }
        }
        catch (Exception e) when (e is TelegramException or TelegramTimeoutException or FloodWaitException)
        {
            // The messages are recorded, and trying them again asks for their content anew.
            Log.NoContent(logger, chatId, e.Message);
        }
    }

    private async Task CountAsync(CancellationToken ct) => metrics.Unstored = await unstored.CountAsync(lease.UserId, ct);

    private static GetMessages Request(long chatId, IEnumerable<long> ids) => new(chatId, [.. ids.Select(MessageId.ToTdlib)]);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "unstored messages tried again tried={Tried} stored={Stored} deleted={Deleted} problems={Problems}")]
        public static partial void Retried(ILogger logger, int tried, int stored, int deleted, string problems);

        [LoggerMessage(LogLevel.Warning, "the content of unstored messages of {ChatId} could not be kept: {Problem}")]
        public static partial void NoContent(ILogger logger, long chatId, string problem);
    }
}

/// <summary>TDLib's own JSON of messages.</summary>
internal static class RawMessages
{
    /// <summary>JSON of each message of an answer to <see cref="GetMessages"/>, by the server's id.</summary>
    public static IReadOnlyDictionary<long, string> Read(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("messages").EnumerateArray()
            .Where(message => message.ValueKind == JsonValueKind.Object)
            .ToDictionary(message => MessageId.FromTdlib(message.GetProperty("id").GetInt64()), message => message.GetRawText());
    }
}
