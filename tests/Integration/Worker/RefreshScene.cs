using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Time;
using TelegramParser.Harness.Worker;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Worker;

/// <summary>A worker that has read one channel, and refreshes of what it has stored, when the test wants them.</summary>
internal sealed class RefreshScene : IAsyncDisposable
{
    private int _reloads;

    private RefreshScene(WorkerScenario scenario, Channel channel, WorkerSettings settings, WorkerProcess worker) =>
        (Scenario, Channel, Settings, Worker) = (scenario, channel, settings, worker);

    public WorkerScenario Scenario { get; }

    public Channel Channel { get; }

    public WorkerSettings Settings { get; }

    public WorkerProcess Worker { get; private set; }

    /// <summary>A channel of posts that are read and stored.</summary>
    public static async Task<RefreshScene> StartAsync(PostgresCluster cluster, RefreshSpec? refresh, IEnumerable<Post> posts)
    {
        var scenario = await WorkerScenario.StartAsync(cluster);
        var channel = scenario.AddChannel("changing", 0);
        foreach (var post in posts)
            channel.Load(post);
        var settings = scenario.Settings("alice", WorkerScenario.Subscription("changing", "@changing") with { Refresh = refresh });
        var worker = await scenario.StartLoggedInAsync(settings);
        await scenario.SeeParsedAsync(1);
        return new RefreshScene(scenario, channel, settings, worker);
    }

    /// <summary>Makes a refresh due, and waits until it is complete.</summary>
    public async Task RefreshAsync()
    {
        await MakeDueAsync();
        await Eventually.SeeAsync(
            async () => (bool)(await Scenario.ScalarAsync("SELECT refreshed_at > now() - interval '1 hour' FROM user_channels"))!,
            refreshed => refreshed);
    }

    /// <summary>Makes a refresh due, and waits until it has failed.</summary>
    public async Task FailToRefreshAsync()
    {
        await MakeDueAsync();
        await Eventually.SeeAsync(() => Task.FromResult(Worker.Lines.LastOrDefault(line => line.Contains(" refreshed ", StringComparison.Ordinal))),
            line => line?.Contains("problem=(null)", StringComparison.Ordinal) is false);
    }

    /// <summary>Restarts the worker, which forgets when it wanted to try again.</summary>
    public async Task RestartAsync()
    {
        await Worker.DisposeAsync();
        Worker = await Scenario.StartWorkerAsync(Settings);
        await WorkerScenario.SeeReadyAsync(Worker);
    }

    /// <summary>What Postgres holds of each post, deleted ones too.</summary>
    public async Task<IReadOnlyDictionary<int, StoredLife>> StoredAsync()
    {
        await using var command = Scenario.Database.CreateCommand(
            """
            SELECT message_id, text, edit_date, views, forwards, replies, reactions, poll, deleted_at IS NOT NULL,
                   ARRAY(SELECT post_versions.text FROM post_versions WHERE post_id = posts.id ORDER BY version)
            FROM posts
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var posts = new Dictionary<int, StoredLife>();
        while (await reader.ReadAsync())
        {
            posts.Add((int)reader.GetInt64(0), new StoredLife(
                reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetDateTime(2), Number(3), Number(4), Number(5),
                Reactions(reader.IsDBNull(6) ? null : reader.GetString(6)), Poll(reader.IsDBNull(7) ? null : reader.GetString(7)))
            {
                IsDeleted = reader.GetBoolean(8),
                Versions = reader.GetFieldValue<string[]>(9),
            });
        }
        return posts;

        int Number(int column) => reader.IsDBNull(column) ? 0 : reader.GetInt32(column);
    }

    /// <summary>A post as the server has it.</summary>
    public static StoredLife Served(Post post) => new(
        post.Text, post.EditDate is { } edited ? DateTimeOffset.FromUnixTimeSeconds(edited.ToUnixTimeSeconds()).UtcDateTime : null,
        post.Views, post.Forwards, post.Replies ?? 0,
        string.Join(' ', post.Reactions.Select(r => $"{r.Emoji}{r.Count}").Order(StringComparer.Ordinal)),
        post.Media is not Poll poll ? "" : $"{poll.Answers.Sum(a => a.Voters)} {(poll.IsClosed ? string.Join(',', poll.Answers.Select(a => a.Voters)) : "open")}");

    public async ValueTask DisposeAsync() => await Scenario.DisposeAsync();

    private async Task MakeDueAsync()
    {
        await Scenario.ScalarAsync("UPDATE user_channels SET created_at = now() - interval '1 year', refreshed_at = now() - interval '1 year'");
        // New settings make the worker look what is due.
        await Worker.ReloadAsync(Settings with { Login = new LoginSpec { PhoneNumber = $"+1555{++_reloads:D7}" } });
    }

    private static string Reactions(string? json) => json is null ? "" : string.Join(' ', JsonNode.Parse(json)!.AsArray()
        .Select(r => $"{r!["emoji"]}{r["count"]}").Order(StringComparer.Ordinal));

    private static string Poll(string? json)
    {
        if (json is null)
            return "";
        var poll = JsonSerializer.Deserialize<JsonNode>(json)!;
        return $"{poll["voters"]} {((bool)poll["closed"]! ? string.Join(',', poll["votes"]!.AsArray().Select(v => (int)v!)) : "open")}";
    }
}

/// <summary>What changes of a post while it lives.</summary>
internal sealed record StoredLife(string Text, DateTime? EditDate, int Views, int Forwards, int Replies, string Reactions, string Poll)
{
    public bool IsDeleted { get; init; }

    /// <summary>What it said before, oldest first; no part of the comparison.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];

    public bool Equals(StoredLife? other) => other is not null
        && (Text, EditDate, Views, Forwards, Replies, Reactions, Poll, IsDeleted)
            == (other.Text, other.EditDate, other.Views, other.Forwards, other.Replies, other.Reactions, other.Poll, other.IsDeleted);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
