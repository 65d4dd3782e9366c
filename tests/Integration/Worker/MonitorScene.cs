using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>Alice, whose username is @alice_reads, in groups with Bob and Carol, and what her monitors find.</summary>
internal sealed class MonitorScene : IAsyncDisposable
{
    public const long Alice = 1001;
    public const long Bob = 1002;
    public const long Carol = 1003;
    public const string Name = "@alice_reads";

    private MonitorScene(WorkerScenario scenario) => Scenario = scenario;

    public WorkerScenario Scenario { get; }

    public static async Task<MonitorScene> StartAsync(PostgresCluster cluster)
    {
        var world = WorkerScenario.EmptyWorld();
        world.Add(new User { Id = Carol, FirstName = "Carol", LastName = "Vane", Username = "carol_v" });
        return new MonitorScene(await WorkerScenario.StartAsync(cluster, world));
    }

    /// <summary>A group that has been there for a while: mentions in it are of the past.</summary>
    public Channel AddGroup(string username)
    {
        var group = Scenario.AddGroup(username, Alice, Bob);
        for (var i = 1; i <= 10; i++)
            group.Load(new Post { Text = $"{Name} long ago {i}", SenderId = Bob });
        return group;
    }

    /// <summary>Logs Alice in, and waits until the group of each monitor is watched up to its head.</summary>
    public async Task<WorkerProcess> WatchAsync(params MonitorSettings[] monitors)
    {
        var worker = await Scenario.StartLoggedInAsync(Settings(monitors), adjust: OfOnePod);
        foreach (var monitor in monitors)
            await SeeWatchedAsync(monitor.Name);
        return worker;
    }

    /// <summary>Starts the worker of the same pod again.</summary>
    public Task<WorkerProcess> WatchAgainAsync(params MonitorSettings[] monitors) => Scenario.StartWorkerAsync(Settings(monitors), OfOnePod);

    public WorkerSettings Settings(params MonitorSettings[] monitors) => Scenario.Settings("alice") with { Monitors = monitors };

    public static MonitorSettings Monitor(string name, string group, int context = 2, TriggersSpec? triggers = null) =>
        new() { Name = name, Group = group, ContextMessages = context, Triggers = triggers ?? new TriggersSpec() };

    public static Post Say(string text, long sender = Carol, int? replyTo = null, int? topic = null) =>
        new() { Text = text, SenderId = sender, ReplyTo = replyTo, TopicId = topic };

    /// <summary>A message that names Alice as Telegram marks it.</summary>
    public static Post Mention(string text = "") =>
        new() { Text = $"{Name} {text}", SenderId = Carol, Entities = [new TextEntity(EntityKind.Mention, 0, Name.Length)] };

    /// <summary>Waits until a monitor's group is watched up to its head.</summary>
    public Task SeeWatchedAsync(string monitor) => Eventually.SeeAsync(
        async () => await Scenario.ScalarAsync(
            $"SELECT CASE WHEN examined_at IS NULL THEN '' ELSE 'watched ' END || coalesce(message, '') FROM group_monitors WHERE active AND name = '{monitor}'") as string,
        seen => seen == "watched ");

    /// <summary>Waits until a monitor's state is this: its reason, or nothing while it runs.</summary>
    public Task SeeReasonAsync(string monitor, string reason) => Eventually.SeeAsync(
        async () => await Scenario.ScalarAsync($"SELECT coalesce(reason, '') FROM group_monitors WHERE name = '{monitor}'") as string, seen => seen == reason);

    /// <summary>Mentions of a monitor: <c>id triggers [before|after]</c>, by id.</summary>
    public async Task<string> MentionsAsync(string monitor) => await Scenario.ScalarAsync(
        $$"""
        SELECT string_agg(found, E'\n' ORDER BY message_id) FROM (
            SELECT message_id, message_id || ' ' || (
                    SELECT string_agg(concat_ws('=', trigger->>'kind', trigger->>'value'), ' ') FROM jsonb_array_elements(triggers) AS trigger)
                || ' [' || coalesce(string_agg(context.id::text, ',' ORDER BY context.id) FILTER (WHERE context.id < message_id), '')
                || '|' || coalesce(string_agg(context.id::text, ',' ORDER BY context.id) FILTER (WHERE context.id > message_id), '') || ']' AS found
            FROM mentions LEFT JOIN (SELECT mention_id, message_id AS id FROM mention_context) AS context ON context.mention_id = mentions.id
            WHERE monitor_id = (SELECT id FROM group_monitors WHERE name = '{{monitor}}')
            GROUP BY mentions.id) AS found
        """) as string ?? "";

    /// <summary>Waits until a monitor has found exactly this.</summary>
    public Task SeeMentionsAsync(string monitor, params string[] expected) =>
        Eventually.SeeAsync(() => MentionsAsync(monitor), seen => seen == string.Join('\n', expected));

    public ValueTask DisposeAsync() => Scenario.DisposeAsync();

    private static WorkerOptions OfOnePod(WorkerOptions options) => options with { PodUid = "pod" };
}
