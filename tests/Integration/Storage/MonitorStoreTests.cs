using Npgsql;
using TelegramParser.Contracts.Workers;
using TelegramParser.Storage.Monitoring;
using TelegramParser.Storage.Sessions;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Storage;

[Collection(PostgresCollection.Name)]
public sealed class MonitorStoreTests(PostgresFixture postgres)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_mention_is_stored_once_with_its_context_and_counted_once()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, monitor) = await WatchAsync(database);
        var examined = new ExaminedMessages(monitor.Id, ChatId) { Mentions = [Mention(10, before: [8, 9]), Mention(12)], Cursor = 12 };

        var first = await new MonitorStore(database).StoreAsync(token, examined, None);
        var again = await new MonitorStore(database).StoreAsync(token, examined, None);

        Assert.Equal([10L, 12L], first.Added);
        Assert.Empty(again.Added);
        Assert.Equal("10:8,9 12:", await ContextAsync(database));
        Assert.Equal((2L, 12L), (await database.ScalarAsync<long>("SELECT mentions_total FROM group_monitors"), await database.ScalarAsync<long>("SELECT cursor FROM group_monitors")));
        Assert.Equal(Noon.AddMinutes(12).UtcDateTime, await database.ScalarAsync<DateTime>("SELECT last_mention_at FROM group_monitors"));
    }

    [Fact]
    public async Task Context_after_a_mention_is_added_as_it_comes_in_any_portions_and_no_more_than_wanted()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, monitor) = await WatchAsync(database);
        var store = new MonitorStore(database);
        var page = new ExaminedMessages(monitor.Id, ChatId);

        var found = await store.StoreAsync(token, page with { Mentions = [Mention(10, after: 3), Mention(11, after: 1)], Following = [.. Context(9, 10, 11)] }, None);
        Assert.True(found.AwaitsContext);
        Assert.Equal("10:11 11:", await ContextAsync(database));
        // The same again, as reading does with what has arrived by itself, and more than is wanted.
        var rest = await store.StoreAsync(token, page with { Following = [.. Context(11, 12, 13, 14, 15)] }, None);
        Assert.False(rest.AwaitsContext);
        Assert.Equal("10:11,12,13 11:12", await ContextAsync(database));
    }

    [Fact]
    public async Task The_cursor_never_goes_back_and_a_group_that_is_not_the_monitor_s_any_more_stores_nothing()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, monitor) = await WatchAsync(database);
        var store = new MonitorStore(database);
        await store.StoreAsync(token, new ExaminedMessages(monitor.Id, ChatId) { Cursor = 20 }, None);
        await store.StoreAsync(token, new ExaminedMessages(monitor.Id, ChatId) { Cursor = 15 }, None);
        Assert.Equal(20L, await database.ScalarAsync<long>("SELECT cursor FROM group_monitors"));

        var changed = Assert.Single(await store.SyncAsync(token, [new MonitorSettings { Name = "watch", Group = "@other" }], None));
        Assert.Equal((null, null), (changed.ChatId, changed.Cursor));
        Assert.Null(await store.PinAsync(token, monitor.Id, monitor.Group, Channel(), 0, None));
        Assert.Equal(7, await store.PinAsync(token, monitor.Id, "@other", Channel(ChatId - 1), 7, None));
        var late = await store.StoreAsync(token, new ExaminedMessages(monitor.Id, ChatId) { Mentions = [Mention(10)], Cursor = 30 }, None);
        Assert.Empty(late.Added);
        Assert.Equal(7L, await database.ScalarAsync<long>("SELECT cursor FROM group_monitors"));
        // The other group numbers its messages by itself.
        Assert.Single((await store.StoreAsync(token, new ExaminedMessages(monitor.Id, ChatId - 1) { Mentions = [Mention(10)] }, None)).Added);
    }

    [Fact]
    public async Task A_monitor_that_comes_back_goes_on_from_its_cursor()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, monitor) = await WatchAsync(database);
        var store = new MonitorStore(database);
        await store.StoreAsync(token, new ExaminedMessages(monitor.Id, ChatId) { Cursor = 20 }, None);
        await store.RecordFailureAsync(token, monitor.Id, "ChannelPrivate", "why", None);
        Assert.Equal("ChannelPrivate", Assert.Single(await store.SyncAsync(token, [Settings], None)).Reason);
        await store.RecordExaminedAsync(token, monitor.Id, Noon, None);

        Assert.Empty(await store.SyncAsync(token, [], None));
        var back = Assert.Single(await store.SyncAsync(token, [Settings with { Suspend = true }], None));
        Assert.Equal((monitor.Id, ChatId, 20L, null), (back.Id, back.ChatId, back.Cursor, back.Reason));
        Assert.True(await database.ScalarAsync<bool>("SELECT suspended FROM group_monitors"));
    }

    [Fact]
    public async Task Who_has_lost_the_lease_stores_nothing()
    {
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var (token, monitor) = await WatchAsync(database);
        var lost = token with { Epoch = token.Epoch - 1 };
        await Assert.ThrowsAsync<LeaseLostException>(() => new MonitorStore(database).StoreAsync(
            lost, new ExaminedMessages(monitor.Id, ChatId) { Mentions = [Mention(10)], Cursor = 10 }, None));
        Assert.Equal(0L, await database.ScalarAsync<long>("SELECT count(*) FROM mentions"));
    }

    [Fact]
    public async Task A_keyword_is_a_whole_word_in_any_of_its_forms()
    {
        (string Text, string Keyword, bool IsFound)[] expected =
        [
            ("The ferries are late", "ferry", true),
            ("FERRY!", "ferry", true),
            ("she was parsing it", "parse", true),
            ("ferryman", "ferry", false),
            ("a wherry", "ferry", false),
            ("КОРАБЛИ СТОЯТ", "корабль", true),
            ("с кораблём беда", "корабль", true),
            ("корабли ушли из гавани", "гавань", true),
            // The dictionary takes this word's end for a case's, but not that of its plural.
            ("паромы", "паром", false),
            ("Ёлки стоят", "елка", true),
            ("гаванский", "гавань", false),
            ("паром и ferry", "ferry", true),
            ("the harbour master's office", "harbour master", true),
            ("the master of the harbour", "harbour master", false),
            ("https://harbour.example/ferry", "ferry", false),
            ("to be or not", "not", true),
            ("nothing", "not", false),
            ("<script>ferry()</script>", "ferry", true),
            ("<to be or not>", "not", true),
            ("", "ferry", false),
        ];
        await using var database = await postgres.OpenFreshDatabaseAsync();
        var search = new KeywordSearch(database);
        foreach (var (text, keyword, isFound) in expected)
        {
            var found = await search.FindAsync(["other", text], ["unrelated", keyword], None);
            Assert.Equal((text, isFound ? keyword : ""), (text, string.Concat(found[1])));
            Assert.Empty(found[0]);
        }
    }

    private static readonly MonitorSettings Settings = new() { Name = "watch", Group = "@group" };

    private static async Task<(LeaseToken Token, MonitorRow Monitor)> WatchAsync(NpgsqlDataSource database)
    {
        var token = await database.TakeLeaseAsync();
        var store = new MonitorStore(database);
        var monitor = Assert.Single(await store.SyncAsync(token, [Settings], None));
        Assert.Equal(5, await store.PinAsync(token, monitor.Id, monitor.Group, Channel(), 5, None));
        // Only the first look sets it.
        Assert.Equal(5, await store.PinAsync(token, monitor.Id, monitor.Group, Channel(), 9, None));
        return (token, monitor);
    }

    private static MentionRecord Mention(long id, long[]? before = null, int after = 0) => new()
    {
        MessageId = id,
        Date = Noon.AddMinutes(id),
        Text = "nul \0 and \ud800",
        SenderJson = """{"type":"user","name":"a\u0000b"}""",
        TriggersJson = """[{"kind":"reply"}]""",
        Before = [.. Context(before ?? [])],
        AfterWanted = after,
    };

    private static IEnumerable<ContextRecord> Context(params long[] ids) => ids.Select(id => new ContextRecord(id, Noon.AddMinutes(id), null, $"text {id}"));

    private static Task<string> ContextAsync(NpgsqlDataSource database) => database.ScalarAsync<string>(
        """
        SELECT string_agg(mention, ' ' ORDER BY message_id) FROM (
            SELECT mentions.message_id, mentions.message_id || ':' || coalesce(string_agg(context.message_id::text, ',' ORDER BY context.message_id), '') AS mention
            FROM mentions LEFT JOIN mention_context AS context ON context.mention_id = mentions.id GROUP BY mentions.message_id) AS found
        """);
}
