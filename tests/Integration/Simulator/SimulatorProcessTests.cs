using System.Diagnostics;
using System.Text.Json.Nodes;
using TelegramParser.Harness;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.IntegrationTests.Simulator;

public sealed class SimulatorProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_program_says_how_to_reach_it_publishes_and_ends_when_it_is_told()
    {
        using var program = Start("--key", Path.Combine(_folder, "key.pem"), "--demo", "--live-interval", "0.1s", "--state", Path.Combine(_folder, "state"));
        var ready = JsonNode.Parse((await program.StandardOutput.ReadLineAsync())!)!;
        using var http = new HttpClient { BaseAddress = new Uri((string)ready["control"]!) };
        var before = await PostsAsync();

        await Harness.Time.Eventually.SeeAsync(PostsAsync, posts => posts > before);
        using var kill = Process.Start("kill", ["-TERM", $"{program.Id}"]);
        await program.WaitForExitAsync();

        Assert.Equal(0, program.ExitCode);
        Assert.Equal(425, new FileInfo((string)ready["public_key"]!).Length);
        Assert.Equal(32, ((string)ready["secret"]!).Length);
        Assert.NotNull(await new SimulatorState(Path.Combine(_folder, "state")).LoadWorldAsync(TimeProvider.System));

        async Task<int> PostsAsync() =>
            JsonNode.Parse(await http.GetStringAsync("/channels"))!.AsArray().Sum(channel => (int)channel!["posts_total"]!);
    }

    [Fact]
    public async Task A_missing_schema_is_explained()
    {
        using var program = Start("--key", Path.Combine(_folder, "key.pem"), "--schema", Path.Combine(_folder, "none.json"));

        var error = await program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();

        Assert.Equal(1, program.ExitCode);
        Assert.Contains("none.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_and_the_posts_outlive_a_restart()
    {
        var state = new SimulatorState(_folder);
        var first = await SimulatorHost.StartAsync(ShowcaseWorld.Create(), options => options with { State = state });
        var port = first.Port;
        await using var client = await RawTdClient.StartAsync(first, "reader");
        await client.LogInAsync(ShowcaseWorld.Phone, ShowcaseWorld.Code);
        var secret = first.Simulator.Secrets.Find("reader");
        first.World.ChannelByName(ShowcaseWorld.Channel)!.Publish(new Post { Text = "The last one before" });
        await first.DisposeAsync();

        var world = await state.LoadWorldAsync(TimeProvider.System);
        await using var second = await SimulatorHost.StartAsync(world, options => options with { State = state, Port = port });
        second.Simulator.Secrets.Register("reader", secret);
        var chat = (long)(await client.RequestAsync("searchPublicChat", new() { ["username"] = ShowcaseWorld.Channel }))["id"]!;

        var history = await client.ReadHistoryAsync(chat);

        Assert.Equal(world!.ChannelByName(ShowcaseWorld.Channel)!.Posts.Select(post => post.Id), history.Select(RawTdClient.ServerId));
    }

    private static Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo(
        "dotnet", [Repository.Program("tests/TelegramSimulator", "telegram-simulator"), .. arguments])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
