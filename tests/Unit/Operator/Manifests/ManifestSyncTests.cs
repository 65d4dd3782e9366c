using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Standalone.Manifests;

namespace TelegramParser.UnitTests.Operator.Manifests;

public sealed class ManifestSyncTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgparser-manifests-");
    private readonly InMemoryApi _api = new(new ManualTime());
    private readonly ManifestFolder _manifests;
    private readonly ManifestSync _sync;
    private DateTime _written = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    public ManifestSyncTests()
    {
        _manifests = new ManifestFolder(_folder.FullName);
        _sync = new ManifestSync(_api, NullLogger.Instance);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Files_of_all_sub_folders_are_applied_and_edits_too()
    {
        Write("a.yaml", User("alice"));
        Write("deep/er/b.yml", User("bob"));
        Write(".hidden.yaml", User("hidden"));
        Write("notes.txt", "not a manifest");
        await ScanAsync();
        Assert.Equal(["alice", "bob"], await NamesAsync());
        Write("a.yaml", User("alice", "suspend: true"));
        await ScanAsync();
        Assert.True((await UserAsync("alice")).Spec.Suspend);
    }

    [Fact]
    public async Task A_field_that_is_removed_from_the_file_is_removed_from_the_object()
    {
        Write("a.yaml", User("alice", "schedule: { interval: 1h }"));
        await ScanAsync();
        Write("a.yaml", User("alice"));
        await ScanAsync();
        Assert.Null((await UserAsync("alice")).Spec.Schedule);
    }

    [Fact]
    public async Task An_object_is_deleted_when_it_is_missing_twice_in_a_row()
    {
        Write("a.yaml", User("alice") + "---\n" + User("bob"));
        Assert.False(await ScanAsync());
        Write("a.yaml", User("alice"));
        Assert.True(await ScanAsync());
        Assert.Equal(["alice", "bob"], await NamesAsync());
        Assert.False(await ScanAsync());
        Assert.Equal(["alice"], await NamesAsync());
    }

    [Fact]
    public async Task A_file_that_vanishes_for_a_moment_deletes_nothing()
    {
        Write("a.yaml", User("alice"));
        await ScanAsync();
        var before = await UserAsync("alice");
        File.Delete(Path.Combine(_folder.FullName, "a.yaml"));
        Assert.True(await ScanAsync());
        Write("b.yaml", User("alice"));
        Assert.False(await ScanAsync());
        await ScanAsync();
        Assert.Equal(before.Metadata.Uid, (await UserAsync("alice")).Metadata.Uid);
    }

    [Theory]
    [InlineData("spec: [")]
    [InlineData("apiVersion: tgparser.io/v1alpha1\nkind: TelegramUser\nmetadata: { name: alice }\nspec: { suspnd: true }\n")]
    public async Task What_can_no_longer_be_read_keeps_its_last_good_version_with_the_error_on_it(string broken)
    {
        Write("a.yaml", User("alice", "schedule: { interval: 1h }"));
        Write("b.yaml", User("bob"));
        await ScanAsync();
        Write("a.yaml", broken);
        await ScanAsync();
        await ScanAsync();
        var user = await UserAsync("alice");
        Assert.Equal("1h", user.Spec.Schedule!.Interval);
        Assert.StartsWith("a.yaml:", user.Metadata.Annotations![Annotations.ManifestError], StringComparison.Ordinal);
        Assert.Null((await UserAsync("bob")).Metadata.Annotations);

        Write("a.yaml", User("alice"));
        await ScanAsync();
        Assert.Null((await UserAsync("alice")).Metadata.Annotations);
    }

    [Fact]
    public async Task Of_two_manifests_for_one_object_the_first_file_counts_and_the_second_is_told()
    {
        Write("a.yaml", User("alice", "schedule: { interval: 1h }"));
        Write("b.yaml", User("alice", "schedule: { interval: 2h }"));
        var manifests = _manifests.Read();
        await _sync.ApplyAsync(manifests, CancellationToken.None);
        Assert.Equal("1h", (await UserAsync("alice")).Spec.Schedule!.Interval);
        var error = Assert.Single(manifests.Errors);
        Assert.Equal("b.yaml", error.File);
        Assert.Contains("a.yaml:1", error.Message, StringComparison.Ordinal);
    }

    private Task<bool> ScanAsync() => _sync.ApplyAsync(_manifests.Read(), CancellationToken.None);

    private async Task<string[]> NamesAsync() =>
        [.. (await _api.ListAsync<TelegramUser>(new Selection(), CancellationToken.None)).Items.Select(user => user.Metadata.Name).Order(StringComparer.Ordinal)];

    private Task<TelegramUser> UserAsync(string name) => _api.GetAsync<TelegramUser>(new("default", name), CancellationToken.None);

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        // The clock of the file system may not move between two writes of a test.
        File.SetLastWriteTimeUtc(path, _written += TimeSpan.FromSeconds(1));
    }

    private static string User(string name, string spec = "") =>
        $"apiVersion: tgparser.io/v1alpha1\nkind: TelegramUser\nmetadata:\n  name: {name}\nspec: {{ {spec} }}\n";
}
