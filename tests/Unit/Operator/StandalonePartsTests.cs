using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Cli;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Standalone;
using TelegramParser.Operator.Standalone.Pods;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Operator;

[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class StandalonePartsTests : IDisposable
{
    private readonly StandaloneFolders _folders = new(Directory.CreateTempSubdirectory("tgparser-data-").FullName);

    public StandalonePartsTests() => _folders.Create();

    public void Dispose() => Directory.Delete(_folders.Data, recursive: true);

    [Fact]
    public void A_crash_waits_a_second_then_ten_doubling_to_five_minutes_until_it_ran_well()
    {
        var backoff = new CrashBackoff();
        Assert.Equal([1, 10, 20, 40, 80, 160, 300, 300], Enumerable.Range(0, 8).Select(_ => backoff.Next(TimeSpan.FromSeconds(5)).TotalSeconds));
        Assert.Equal(1, backoff.Next(TimeSpan.FromMinutes(10)).TotalSeconds);
        Assert.Equal(10, backoff.Next(TimeSpan.FromMinutes(9)).TotalSeconds);
    }

    [Fact]
    public void The_clusters_manifest_is_given_paths_and_ports_of_this_machine()
    {
        var set = DesiredStatefulSet.Build(Samples.Options, Samples.User(), new SessionVolume("1Gi", null));
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Namespace = "default", Name = "alice-worker-0", Uid = "pod-uid" },
            Spec = set.Spec.Template.Spec,
        };
        var ports = new Dictionary<string, int>(StringComparer.Ordinal) { ["control"] = 40001, ["metrics"] = 40002 };
        var env = PodEnvironment.Build(
            pod, pod.Spec.Containers[0], volume => $"/data/{volume}", ports, _ => Samples.Secret("alice-worker", ("database-url", "Host=db")));
        Assert.Equal("/data/settings/worker.json", env[WorkerEnvironment.SettingsFile]);
        Assert.Equal("/data/secrets", env[WorkerEnvironment.SecretsFolder]);
        Assert.Equal("/data/session", env[WorkerEnvironment.SessionFolder]);
        Assert.Equal("Host=db", env[WorkerEnvironment.Database]);
        Assert.Equal("127.0.0.1:40001", env[WorkerEnvironment.ControlListen]);
        Assert.Equal("127.0.0.1", env[WorkerEnvironment.ControlHost]);
        Assert.Equal("127.0.0.1:40002", env[WorkerEnvironment.MetricsListen]);
        Assert.Equal("pod-uid", env[WorkerEnvironment.PodUid]);
    }

    [Fact]
    public async Task The_operators_secrets_survive_the_process_for_their_owner_only_and_go_when_deleted()
    {
        var made = DesiredSecret.WithNewSessionKey(Samples.User());
        made = made with { Metadata = made.Metadata with { OwnerReferences = null } };
        var first = new InMemoryApi(new ManualTime(), new SecretFiles(_folders));
        await first.CreateAsync(made, CancellationToken.None);
        await first.CreateAsync(Samples.Secret("of-a-manifest", ("api-id", "1")), CancellationToken.None);
        var file = Assert.Single(Directory.GetFiles(_folders.Secrets));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        var secrets = new SecretFiles(_folders);
        var second = new InMemoryApi(new ManualTime(), secrets);
        secrets.Restore(second);
        var restored = await second.GetAsync<Secret>(made.Key, CancellationToken.None);
        Assert.Equal(DesiredSecret.SessionKeyOf(made), DesiredSecret.SessionKeyOf(restored));
        await second.DeleteAsync<Secret>(made.Key, preconditions: null, CancellationToken.None);
        Assert.Empty(Directory.GetFiles(_folders.Secrets));
    }

    [Fact]
    public void A_damaged_secret_stops_the_start_and_is_named()
    {
        File.WriteAllText(Path.Combine(_folders.Secrets, "default.alice-worker.json"), "{");
        var error = Assert.Throws<InvalidDataException>(() => new SecretFiles(_folders).Restore(new InMemoryApi(new ManualTime())));
        Assert.Contains("default.alice-worker.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_control_key_is_made_once()
    {
        var path = Path.Combine(_folders.Secrets, "control.key");
        var key = ControlKey.ReadOrCreate(path);
        Assert.Equal(32, key.Length);
        Assert.Equal(key, ControlKey.ReadOrCreate(path));
        File.WriteAllText(path, "short");
        Assert.Throws<InvalidDataException>(() => ControlKey.ReadOrCreate(path));
    }

    [Fact]
    public void A_data_folder_serves_one_process_at_a_time()
    {
        using (DataLock.Take(_folders.Data))
            Assert.Contains("in use", Assert.Throws<UserErrorException>(() => DataLock.Take(_folders.Data)).Message, StringComparison.Ordinal);
        DataLock.Take(_folders.Data).Dispose();
    }

    [Fact]
    public void Only_session_folders_with_something_in_them_are_sessions()
    {
        Directory.CreateDirectory(_folders.Session(new ObjectKey("news", "session-empty-worker-0")));
        var used = new ObjectKey("news", "session-alice.b-worker-0");
        Directory.CreateDirectory(Path.Combine(_folders.Session(used), "db"));
        Assert.Equal(used, Assert.Single(_folders.SessionClaims()));
    }

    [Fact]
    public void A_default_proxy_is_read_from_a_url()
    {
        var mtproto = DefaultProxyOption.Parse("mtproto://127.0.0.1:4430?secret=00ff");
        Assert.Equal(new ProxySettings(ProxyType.Mtproto, "127.0.0.1", 4430), mtproto.Address);
        Assert.Equal("00ff", mtproto.Secrets[WorkerSecrets.ProxySecret]);
        var socks = DefaultProxyOption.Parse("socks5://bob:p%40ss@proxy.example:1080");
        Assert.Equal(new ProxySettings(ProxyType.Socks5, "proxy.example", 1080), socks.Address);
        Assert.Equal(("bob", "p@ss"), (socks.Secrets[WorkerSecrets.ProxyUsername], socks.Secrets[WorkerSecrets.ProxyPassword]));
    }

    [Theory]
    [InlineData("mtproto://host:1")]
    [InlineData("mtproto://host?secret=hidden")]
    [InlineData("http://host:1?secret=hidden")]
    [InlineData("hidden")]
    public void A_bad_proxy_is_told_the_forms_and_not_repeated(string url)
    {
        var error = Assert.Throws<FormatException>(() => DefaultProxyOption.Parse(url));
        Assert.Contains("mtproto://host:port?secret=HEX", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", error.Message, StringComparison.Ordinal);
    }
}
