using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Posts;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Metrics;
using TelegramParser.Worker.Notifying;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Settings;

namespace TelegramParser.IntegrationTests.Notifications;

/// <summary>A worker's notifications on a database, with a clock of the test's and a receiver that answers as the test says.</summary>
internal sealed class NotificationScene : IAsyncDisposable
{
    private readonly DirectoryInfo _secrets = Directory.CreateTempSubdirectory("tgp-notify-");
    private readonly CancellationTokenSource _stop = new();
    private readonly SearchedLog _log = new("the notifications");
    private readonly EventLoop _loop = new(_ => { });
    private readonly HeldLease _lease;
    private readonly Stores _stores;
    private readonly NotificationStage _stage;
    private readonly NotificationMetrics _metrics;
    private readonly NotifySources _sources = new();
    private readonly Task _running;

    private NotificationScene(NpgsqlDataSource database, LeaseToken token, PageServer receiver, bool listed)
    {
        (Database, Token, Receiver) = (database, token, receiver);
        Saved = new FakeSavedMessages(Time);
        _stores = new Stores(database, database);
        _lease = new HeldLease(token, TimeProvider.System.GetTimestamp(), _stores.Leases, TimeProvider.System, NullLogger.Instance);
        _metrics = new NotificationMetrics(Time);
        var options = new WorkerOptions
        {
            SettingsFile = "",
            SecretsFolder = _secrets.FullName,
            SessionFolder = "",
            Database = "",
            PodUid = "",
            PrivateHosts = listed ? PrivateHosts.Parse($"127.0.0.1:{receiver.Port}") : PrivateHosts.None,
        };
        _stage = new NotificationStage(
            _lease, new UserKey(StorageSetup.Installation, "default", "ann"), options, new SecretFiles(_secrets.FullName), _stores, _sources,
            Saved, new CallLimiter(new FloodWaits(Time), Time, enabled: true), () => IsParsing, _metrics, Time, _log);
        _running = _loop.InvokeAsync(() => _stage.RunAsync(_stop.Token));
    }

    public NpgsqlDataSource Database { get; }

    public LeaseToken Token { get; }

    public PageServer Receiver { get; }

    public ManualTime Time { get; } = new(StorageSetup.Noon);

    /// <summary>Saved Messages, of which the test says what they take.</summary>
    public FakeSavedMessages Saved { get; }

    /// <summary>Whether the worker is to think that channels are parsed.</summary>
    public bool IsParsing { get; set; }

    /// <summary>What the receiver has got so far.</summary>
    public IReadOnlyList<PageRequest> Requests => [.. Receiver.Requests];

    public static async Task<NotificationScene> StartAsync(
        PostgresFixture postgres, Func<PageRequest, PageReply, Task> answer, bool listed = true)
    {
        var database = await postgres.OpenFreshDatabaseAsync();
        return new NotificationScene(database, await database.TakeLeaseAsync(), PageServer.Start(answer), listed);
    }

    /// <summary>Subscriptions by name, each of a channel of its own, with a webhook at a path of its name.</summary>
    public SubscriptionSettings Subscription(string name, string? secret = null) => new()
    {
        Name = name,
        Channel = $"@{name}",
        Notify = new NotifySettings
        {
            Url = $"http://127.0.0.1:{Receiver.Port}/{name}",
            SecretFiles = secret is null ? null : WebhookSecrets.Prefix(secret),
        },
    };

    /// <summary>Has the worker load settings.</summary>
    public Task ApplyAsync(params SubscriptionSettings[] subscriptions) => _loop.InvokeAsync(async () =>
    {
        foreach (var row in await _stores.Subscriptions.SyncAsync(Token, subscriptions, default))
            await _stores.Subscriptions.PinChannelAsync(Token, row.Id, row.Channel, StorageSetup.Channel(ChatOf(row.Name)), initialCursor: 0, default);
        _sources.Apply(new WorkerSettings { Installation = StorageSetup.Installation, Namespace = "default", Name = "ann", Subscriptions = subscriptions });
    });

    /// <summary>Has the worker load one monitor.</summary>
    public async Task ApplyMonitorAsync(string name, bool tell, string? secret = null)
    {
        MonitorSettings[] monitors = [new() { Name = name, Group = "@team", Notify = tell ? Subscription(name, secret).Notify : null }];
        await _loop.InvokeAsync(async () =>
        {
            await _stores.Monitors.SyncAsync(Token, monitors, default);
            _sources.Apply(new WorkerSettings { Installation = StorageSetup.Installation, Namespace = "default", Name = "ann", Monitors = monitors });
        });
    }

    /// <summary>Stores a mention of the only monitor as an examination does, and perhaps a message before it.</summary>
    public async Task StoreMentionAsync(long messageId, string text, long? before = null)
    {
        await using var command = Database.CreateCommand(
            """
            WITH mention AS (
                INSERT INTO mentions (user_id, monitor_id, chat_id, message_id, date, text, triggers, after_wanted)
                SELECT user_id, id, -1007, $1, now(), $2, '[{"kind": "mention", "value": "ann"}]', 0 FROM group_monitors RETURNING id)
            INSERT INTO mention_context (mention_id, message_id, date, text) SELECT id, $3, now(), 'before' FROM mention WHERE $3 IS NOT NULL
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = messageId });
        command.Parameters.Add(new NpgsqlParameter { Value = text });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Bigint });
        await command.ExecuteNonQueryAsync();
        await _loop.InvokeAsync(() =>
        {
            _stage.Wake();
            return Task.CompletedTask;
        });
    }

    /// <summary>Stores a mention of the only monitor in a group that it is pinned to, as an examination does.</summary>
    public async Task StoreMentionAsync(ChannelRow group, MentionRecord mention)
    {
        var monitor = await Database.ScalarAsync<long>("SELECT id FROM group_monitors");
        await _stores.Monitors.PinAsync(Token, monitor, "@team", group, initialCursor: 0, default);
        await _stores.Monitors.StoreAsync(Token, new ExaminedMessages(monitor, group.ChatId) { Mentions = [mention] }, default);
        await _loop.InvokeAsync(() =>
        {
            _stage.Wake();
            return Task.CompletedTask;
        });
    }

    /// <summary>Stores new posts as a parse does.</summary>
    public async Task StoreAsync(string subscription, params PostRecord[] posts)
    {
        await _stores.Posts.StorePageAsync(Token, new PostPage(ChatOf(subscription), posts, new CursorMove.Forward(posts[^1].MessageId)), default);
        await _loop.InvokeAsync(() =>
        {
            _stage.Wake();
            return Task.CompletedTask;
        });
    }

    /// <summary>Gives a webhook's Secret its keys.</summary>
    public void WriteSecret(string secret, string key, string value)
    {
        KnownSecrets.AddSecret(secret, new Dictionary<string, byte[]>(StringComparer.Ordinal) { [key] = Encoding.UTF8.GetBytes(value) });
        File.WriteAllText(Path.Combine(_secrets.FullName, WebhookSecrets.File(WebhookSecrets.Prefix(secret), key)), value);
    }

    /// <summary>Tells the worker that a person wants notifications to be tried again.</summary>
    public Task RetryAsync() => _loop.InvokeAsync(() =>
    {
        _stage.Retry();
        return Task.CompletedTask;
    });

    /// <summary>Lets time pass, never while a request is under way.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        for (var end = Time.GetUtcNow() + span; Time.GetUtcNow() < end;)
            await Eventually.SeeAsync(() => AdvanceAsync(end - Time.GetUtcNow()));
    }

    /// <summary>Lets time pass until something is so.</summary>
    public Task SeeAsync(Func<Task<bool>> condition) => SeeAsync(condition, seen => seen);

    /// <summary>Lets time pass until all notifications are as they are to be.</summary>
    public Task SeeStatesAsync(string states) => SeeAsync(StatesAsync, seen => seen == states);

    /// <summary>How many notifications are in which state.</summary>
    public Task<string> StatesAsync() => Database.ScalarAsync<string>(
        "SELECT coalesce(string_agg(concat_ws(' ', state, count), ', ' ORDER BY state), '') FROM (SELECT state, count(*) FROM notifications GROUP BY state) AS states");

    /// <summary>The last error of the only notification.</summary>
    public Task<string> ErrorAsync() => Database.ScalarAsync<string>("SELECT coalesce(last_error, '') FROM notifications");

    /// <summary>Message ids of a request's posts.</summary>
    public static IReadOnlyList<long> MessagesOf(PageRequest request) =>
        [.. JsonDocument.Parse(request.Body).RootElement.GetProperty("data").GetProperty("posts").EnumerateArray().Select(post => post.GetProperty("message_id").GetInt64())];

    /// <summary>Whether a request is signed with a key, as a receiver checks it.</summary>
    public static bool IsSigned(PageRequest request, string key)
    {
        var signed = $"{request.Headers["webhook-id"]}.{request.Headers["webhook-timestamp"]}.{request.Body}";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(signed)));
        return request.Headers.TryGetValue("webhook-signature", out var signatures) && signatures.Split(' ').Contains($"v1,{expected}");
    }

    /// <summary>When a request was sent, as it says itself.</summary>
    public static DateTimeOffset TimeOf(PageRequest request) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"], CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _lease.DisposeAsync();
        await _loop.DisposeAsync();
        _metrics.Dispose();
        _stop.Dispose();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
        _secrets.Delete(recursive: true);
        _log.Verify();
    }

    private Task<T> SeeAsync<T>(Func<Task<T>> look, Func<T, bool> condition) => Eventually.SeeAsync(
        async () =>
        {
            await AdvanceAsync(TimeSpan.FromHours(1));
            return await look();
        },
        condition);

    // To the next timer, unless a request is under way. What the timers before have woken is over on the loop when that is asked.
    private async Task<bool> AdvanceAsync(TimeSpan most)
    {
        if (await _loop.InvokeAsync(() => Task.FromResult(_stage.IsBusy)))
            return false;
        Time.Advance(Time.Dues.Append(most).Min());
        return true;
    }

    private static long ChatOf(string subscription) => StorageSetup.ChatId - subscription.Sum(letter => (long)letter);
}
