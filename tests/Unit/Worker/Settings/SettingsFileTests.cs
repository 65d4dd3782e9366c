using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Settings;

namespace TelegramParser.UnitTests.Worker.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("tgp-settings-").FullName, "worker.json");

    [Fact]
    public async Task A_change_is_told_and_a_broken_file_changes_nothing()
    {
        Write("@first_channel");
        var file = new SettingsFile(_path, _ => { }, TimeProvider.System, NullLogger<SettingsFile>.Instance);
        Assert.Equal("@first_channel", Assert.Single(file.Load().Subscriptions).Channel);
        await using var changes = file.WatchAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = changes.MoveNextAsync();
        await File.WriteAllTextAsync(_path, "{ this is no JSON");
        Write("@second_channel");
        Assert.True(await next);
        Assert.Equal("@second_channel", Assert.Single(changes.Current.Subscriptions).Channel);
    }

    [Theory]
    [InlineData("{", "not valid")]
    [InlineData("""{"installation":"i","namespace":"n","name":"a","schedule":{"cron":"x"},"subscriptions":[{"name":"s","channel":"@abcd"}]}""", "cron 'x'")]
    [InlineData("""{"installation":"i","namespace":"n","name":"a","subscriptions":[{"name":"s","channel":"no channel"}]}""", "not a channel")]
    [InlineData("""{"installation":"i","namespace":"n","name":"a","subscriptions":[{"name":"s","channel":"@abcd"},{"name":"s","channel":"@efgh"}]}""", "twice")]
    [InlineData("""{"installation":"i","namespace":"n","name":"a","subscriptions":[{"name":"s","channel":"@abcd","enrichment":{"maxLinksPerPost":99}}]}""", "s: enrichment.maxLinksPerPost 99")]
    public void A_file_that_cannot_be_used_says_why(string text, string problem)
    {
        File.WriteAllText(_path, text);
        var file = new SettingsFile(_path, _ => { }, TimeProvider.System, NullLogger<SettingsFile>.Instance);
        Assert.Contains(problem, Assert.Throws<SettingsException>(file.Load).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private void Write(string channel) => File.WriteAllText(_path, WorkerSettingsJson.Serialize(new WorkerSettings
    {
        Installation = "i",
        Namespace = "n",
        Name = "a",
        Subscriptions = [new SubscriptionSettings { Name = "s", Channel = channel }],
    }));
}
