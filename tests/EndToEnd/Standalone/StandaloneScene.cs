using System.Net.Http.Json;
using System.Text.Json;
using TelegramParser.Harness;
using TelegramParser.Harness.Postgres;
using TelegramParser.Harness.Standalone;
using TelegramParser.Harness.Telegram;
using TelegramParser.Harness.Time;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.EndToEndTests.Standalone;

/// <summary><c>operator standalone</c> as a newcomer starts it: example manifests, a database, and Telegram (simulated).</summary>
internal sealed class StandaloneScene : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder;
    private readonly string? _worker;

    private StandaloneScene(DirectoryInfo folder, string database, SimulatorHost telegram, string? worker)
    {
        (_folder, Database, Telegram, _worker) = (folder, database, telegram, worker);
        Manifests = Directory.CreateDirectory(Path.Combine(folder.FullName, "manifests")).FullName;
    }

    /// <summary>The simulator.</summary>
    public SimulatorHost Telegram { get; }

    /// <summary>Connection string.</summary>
    public string Database { get; }

    /// <summary>Folder of sessions and secrets.</summary>
    public string Data => Path.Combine(_folder.FullName, "data");

    /// <summary>What is in it.</summary>
    public SimulatedWorld World => Telegram.World;

    /// <summary>Folder of manifests.</summary>
    public string Manifests { get; }

    /// <summary>The process.</summary>
    public StandaloneProcess Process { get; private set; } = null!;

    /// <summary>Client of the REST API.</summary>
    public HttpClient Http => Process.Http;

    /// <summary>Starts it with the example manifests.</summary>
    /// <param name="cluster">Where its database is made.</param>
    /// <param name="loginTokenLifetime">How long a QR code is good; Telegram's time when null.</param>
    /// <param name="worker">The program of the workers; the repository's when null.</param>
    public static async Task<StandaloneScene> StartAsync(PostgresCluster cluster, TimeSpan? loginTokenLifetime = null, string? worker = null)
    {
        var telegram = await SimulatorHost.StartAsync(
            DemoWorld.Create(TimeProvider.System),
            o => loginTokenLifetime is { } lifetime ? o with { LoginTokenLifetime = lifetime } : o);
        var scene = new StandaloneScene(
            Directory.CreateTempSubdirectory("tgp-standalone-"), await cluster.CreateEmptyDatabaseAsync(), telegram, worker);
        foreach (var example in Directory.GetFiles(Path.Combine(Repository.Root, "examples", "demo"), "*.yaml"))
            File.Copy(example, Path.Combine(scene.Manifests, Path.GetFileName(example)));
        await scene.RestartAsync();
        return scene;
    }

    /// <summary>Starts the process, again if it has been started before.</summary>
    public async Task RestartAsync()
    {
        if (Process is not null)
            await Process.DisposeAsync();
        Process = await StandaloneProcess.StartAsync(new StandaloneOptions
        {
            Manifests = Manifests,
            Data = Data,
            Database = Database,
            Worker = _worker,
            TdJson = SimulatorHost.TdJsonPath,
            DefaultProxy = $"mtproto://127.0.0.1:{Telegram.Port}?secret={Telegram.Register("standalone")}",
            ApiId = "12345",
            ApiHash = "0123456789abcdef0123456789abcdef",
        });
    }

    /// <summary>Waits until a route answers 200 with what is expected.</summary>
    public Task<JsonElement> SeeAsync(string route, Func<JsonElement, bool> condition) => Eventually.SeeAsync(
        async () =>
        {
            using var answer = await Http.GetAsync(route);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : default;
        },
        json => json.ValueKind != JsonValueKind.Undefined && condition(json),
        Patience);

    /// <summary>Waits for a state of a user's login.</summary>
    public Task<JsonElement> SeeLoginAsync(string user, string state) =>
        SeeAsync($"/users/{user}/login", l => l.GetProperty("state").GetString() == state);

    /// <summary>Posts a body and reads the answer, whatever its status.</summary>
    public async Task<(int Status, JsonElement Body)> PostAsync(string route, object? body = null)
    {
        using var answer = await Http.PostAsJsonAsync(route, body ?? new { });
        return ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Logs a user in by a code, and the password if there is one.</summary>
    public async Task LogInAsync(string user, string phone, string code, string? password = null)
    {
        await SeeLoginAsync(user, "waiting_for_login");
        await PostAsync($"/users/{user}/login/phone", new { phone_number = phone });
        await SeeLoginAsync(user, "waiting_for_code");
        await PostAsync($"/users/{user}/login/code", new { code });
        if (password is not null)
        {
            await SeeLoginAsync(user, "waiting_for_password");
            await PostAsync($"/users/{user}/login/password", new { password });
        }
        await SeeLoginAsync(user, "ready");
    }

    /// <summary>Waits until a user's channels hold as many posts as the server has.</summary>
    public Task SeeAllPostsAsync(string user, params string[] channels)
    {
        var expected = channels.Sum(c => (long)World.ChannelByName(c)!.Posts.Count);
        return SeeAsync($"/users/{user}", u => u.GetProperty("posts_total").GetInt64() >= expected);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Telegram.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
