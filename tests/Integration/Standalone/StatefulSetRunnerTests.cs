using System.Collections.Concurrent;
using System.Runtime.Versioning;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Standalone;
using TelegramParser.Operator.Standalone.Pods;

namespace TelegramParser.IntegrationTests.Standalone;

[SupportedOSPlatform("linux")]
public sealed class StatefulSetRunnerTests : IAsyncLifetime
{
    private const string Manager = "tests";
    private static readonly ObjectKey Set = new("ns", "app");
    private static readonly ObjectKey PodKey = new("ns", "app-0");
    private static readonly ObjectKey Claim = new("ns", "session-app-0");
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly string _folder = Directory.CreateTempSubdirectory("tgparser-pods-").FullName;
    private readonly StandaloneFolders _folders;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ManualTime _time = new();
    private readonly PodOptions _options;
    private InMemoryApi _api;
    private CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public StatefulSetRunnerTests()
    {
        _folders = new StandaloneFolders(Path.Combine(_folder, "data"));
        _folders.Create();
        _api = new InMemoryApi(_time);
        _options = new PodOptions
        {
            Program = FakeContainer.Write(_folder),
            Folders = _folders,
            Output = _output.Enqueue,
            ParentPidVariable = "PARENT_PID",
        };
    }

    public async Task InitializeAsync()
    {
        await StartRunnerAsync();
        await ApplyAsync(ConfigMap("one"));
        await ApplyAsync(Secret("swordfish"));
    }

    public async Task DisposeAsync()
    {
        await StopRunnerAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_pod_runs_with_its_files_variables_and_ports_and_becomes_ready()
    {
        await ApplyAsync(StatefulSet());
        var pod = await SeeReadyAsync();
        Assert.Equal(("Running", "127.0.0.1"), (pod.Status!.Phase, pod.Status.PodIP));
        Assert.Equal(1, (await _api.GetAsync<StatefulSet>(Set, None)).Status!.ReadyReplicas);
        await SeeOutputAsync("[ns/app-0] started with hello and swordfish");
        await SeeOutputAsync("[ns/app-0] settings one");
        var file = Path.Combine(_folders.Pod(PodKey), "secrets", "password");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public async Task A_changed_configmap_reaches_the_running_process_without_a_restart()
    {
        await ApplyAsync(StatefulSet());
        await SeeOutputAsync("[ns/app-0] settings one");
        await ApplyAsync(ConfigMap("two"));
        await SeeOutputAsync("[ns/app-0] settings two");
        Assert.Equal(1, Count("started"));
    }

    [Fact]
    public async Task A_changed_secret_rewrites_the_files_and_removes_what_is_gone()
    {
        await ApplyAsync(StatefulSet());
        await SeeReadyAsync();
        var folder = Path.Combine(_folders.Pod(PodKey), "secrets");
        await ApplyAsync(Secret("sesame", "more"));
        await Eventually.SeeAsync(() => Task.FromResult(File.ReadAllText(Path.Combine(folder, "password")) is "sesame" && File.Exists(Path.Combine(folder, "more"))));
        await ApplyAsync(Secret("sesame"));
        await Eventually.SeeAsync(() => Task.FromResult(!File.Exists(Path.Combine(folder, "more"))));
        Assert.Equal(1, Count("started"));
    }

    [Fact]
    public async Task A_changed_template_restarts_the_process_once_as_another_pod()
    {
        await ApplyAsync(StatefulSet());
        var first = await SeeReadyAsync();
        await ApplyAsync(StatefulSet("goodbye"));
        await SeeOutputAsync("[ns/app-0] started with goodbye and swordfish");
        var second = await SeeReadyAsync(pod => pod.Metadata.Uid != first.Metadata.Uid);
        Assert.Equal((2, 1), (Count("started"), Count("ending")));
        Assert.Equal([first.Metadata.Uid!, second.Metadata.Uid!], Starts());
    }

    [Fact]
    public async Task A_crash_is_restarted_after_a_growing_delay_as_the_same_pod()
    {
        await ApplyAsync(ConfigMap("crash1"));
        await ApplyAsync(StatefulSet());
        await SeePodAsync(pod => StateOf(pod)?.State?.Waiting is { Reason: "CrashLoopBackOff" });
        Assert.Equal(3, StateOf(await _api.GetAsync<Pod>(PodKey, None))!.LastState!.Terminated!.ExitCode);
        await WaitForTimerAsync();
        _time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(1, Count("started"));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await SeeReadyAsync(pod => StateOf(pod)!.RestartCount == 1);

        await ApplyAsync(ConfigMap("crash2"));
        await SeePodAsync(pod => StateOf(pod)?.State?.Waiting is { Reason: "CrashLoopBackOff" });
        await WaitForTimerAsync();
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(2, Count("started"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await SeeReadyAsync(pod => StateOf(pod)!.RestartCount == 2);
        Assert.Equal(3, Starts().Length);
        Assert.Single(Starts().Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_program_that_cannot_be_started_is_told_and_tried_again()
    {
        File.Delete(_options.Program);
        await ApplyAsync(StatefulSet());
        var pod = await SeePodAsync(pod => StateOf(pod)?.State?.Waiting is { Reason: "CrashLoopBackOff" });
        Assert.Contains("cannot be started", StateOf(pod)!.State!.Waiting!.Message, StringComparison.Ordinal);
        FakeContainer.Write(_folder);
        await WaitForTimerAsync();
        _time.Advance(TimeSpan.FromSeconds(1));
        await SeeReadyAsync();
    }

    [Fact]
    public async Task A_deleted_set_ends_its_process_and_takes_only_its_mounts_with_it()
    {
        await ApplyAsync(StatefulSet());
        await SeeReadyAsync();
        await _api.DeleteAsync<StatefulSet>(Set, preconditions: null, None);
        await Eventually.SeeAsync(async () => await _api.FindAsync<Pod>(PodKey, None) is null);
        Assert.Equal(1, Count("ending"));
        await Eventually.SeeAsync(() => Task.FromResult(!Directory.Exists(_folders.Pod(PodKey))));
        Assert.Single(Starts());
        Assert.NotNull(await _api.FindAsync<PersistentVolumeClaim>(Claim, None));
    }

    [Fact]
    public async Task A_session_folder_goes_with_the_owner_of_its_claim()
    {
        var owner = await _api.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Namespace = "ns", Name = "owner" } }, None);
        await ApplyAsync(StatefulSet(owner: owner));
        await SeeReadyAsync();
        await _api.DeleteAsync<ConfigMap>(owner.Key, preconditions: null, None);
        await Eventually.SeeAsync(() => Task.FromResult(!Directory.Exists(_folders.Session(Claim))));
        Assert.Equal(1, Count("ending"));
    }

    [Fact]
    public async Task A_process_that_does_not_end_is_killed_after_its_grace_period()
    {
        await ApplyAsync(StatefulSet(stubborn: true));
        await SeeReadyAsync();
        await _api.DeleteAsync<StatefulSet>(Set, preconditions: null, None);
        await Eventually.SeeAsync(async () => await _api.FindAsync<Pod>(PodKey, None) is null);
        Assert.Equal((1, 0), (Count("not ending"), Count("ending")));
    }

    [Fact]
    public async Task A_set_waits_for_its_files()
    {
        await _api.DeleteAsync<Secret>(Set with { Name = "secret" }, preconditions: null, None);
        await ApplyAsync(StatefulSet());
        await SeePodAsync(pod => pod.Status is null);
        await ApplyAsync(Secret("late"));
        await SeeOutputAsync("[ns/app-0] started with hello and late");
    }

    [Fact]
    public async Task After_a_restart_of_everything_the_pod_is_the_same_and_its_claim_is_there()
    {
        await ApplyAsync(StatefulSet());
        await SeeReadyAsync();
        await StopRunnerAsync();
        Assert.Equal(1, Count("ending"));

        await StartRunnerAsync(new InMemoryApi(_time));
        Assert.NotNull(await _api.FindAsync<PersistentVolumeClaim>(Claim, None));
        await ApplyAsync(ConfigMap("one"));
        await ApplyAsync(Secret("swordfish"));
        await ApplyAsync(StatefulSet());
        await SeeReadyAsync();
        Assert.Equal(2, Starts().Length);
        Assert.Single(Starts().Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_process_left_over_from_a_killed_runner_is_ended_before_anything_starts()
    {
        await ApplyAsync(StatefulSet());
        await SeeReadyAsync();
        var process = PodRecord.Read(_folders.Pod(PodKey))!.Process!;
        Assert.True(process.IsRunning());
        await LeftoverPods.EndAllAsync(_folders);
        Assert.False(process.IsRunning());
        Assert.False(new ProcessIdentity(Environment.ProcessId, process.StartedAt.AddDays(-1)).IsRunning());
        Assert.Empty(Directory.GetDirectories(_folders.Pod(PodKey)));
    }

    private async Task StartRunnerAsync(InMemoryApi? api = null)
    {
        _api = api ?? _api;
        _stop = new CancellationTokenSource();
        var runner = new StatefulSetRunner(_api, _options, _time, NullLogger.Instance);
        await runner.RestoreAsync();
        _running = runner.RunAsync(_stop.Token);
    }

    private async Task StopRunnerAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private Task<T> ApplyAsync<T>(T obj)
        where T : KubernetesObject, IResource => _api.ApplyAsync(obj, Manager, None);

    private async Task<Pod> SeePodAsync(Func<Pod, bool> condition) =>
        (await Eventually.SeeAsync(() => _api.FindAsync<Pod>(PodKey, None), pod => pod is not null && condition(pod)))!;

    // The probe asks again only as this clock moves.
    private async Task<Pod> SeeReadyAsync(Func<Pod, bool>? condition = null) =>
        (await Eventually.SeeAsync(
            () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(500));
                return _api.FindAsync<Pod>(PodKey, None);
            },
            pod => pod is { IsReady: true } && condition?.Invoke(pod) != false))!;

    private Task SeeOutputAsync(string line) => Eventually.SeeAsync(() => Task.FromResult(_output.Contains(line, StringComparer.Ordinal)));

    private Task WaitForTimerAsync() => Eventually.SeeAsync(() => Task.FromResult(_time.Waiting > 0));

    private int Count(string word) => _output.Count(line => line.Contains($"] {word}", StringComparison.Ordinal));

    // The pod's UID at each start.
    private string[] Starts() => File.ReadAllLines(Path.Combine(_folders.Session(Claim), "starts"));

    private static ContainerStatus? StateOf(Pod pod) => pod.Status?.ContainerStatuses?[0];

    private static ConfigMap ConfigMap(string text) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = "settings" },
        Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["app.txt"] = text },
    };

    private static Secret Secret(string password, params string[] more) => new()
    {
        Metadata = new ObjectMeta { Namespace = "ns", Name = "secret" },
        Data = more.Prepend("password").ToDictionary(name => name, _ => Encoding.UTF8.GetBytes(password), StringComparer.Ordinal),
    };

    private static StatefulSet StatefulSet(string greeting = "hello", bool stubborn = false, KubernetesObject? owner = null)
    {
        IReadOnlyList<OwnerReference>? owners = owner is null ? null : [OwnerReference.To(owner)];
        return new StatefulSet
        {
            Metadata = new ObjectMeta { Namespace = Set.Namespace, Name = Set.Name, OwnerReferences = owners },
            Spec = new StatefulSetSpec
            {
                Replicas = 1,
                ServiceName = "service",
                Selector = LabelSelector.Everything,
                Template = new PodTemplate
                {
                    Spec = new PodSpec
                    {
                        TerminationGracePeriodSeconds = stubborn ? 1 : 20,
                        Containers = [Container(greeting, stubborn)],
                        Volumes =
                        [
                            new Volume { Name = "settings", ConfigMap = new ConfigMapVolume("settings") },
                            new Volume { Name = "secrets", Secret = new SecretVolume("secret") },
                        ],
                    },
                },
                VolumeClaimTemplates = [new PersistentVolumeClaim { Metadata = new ObjectMeta { Name = "session", OwnerReferences = owners } }],
            },
        };
    }

    private static Container Container(string greeting, bool stubborn) => new()
    {
        Name = "app",
        Image = "any",
        Env =
        [
            new EnvVar { Name = "GREETING", Value = greeting },
            new EnvVar { Name = "STUBBORN", Value = stubborn ? "yes" : "" },
            new EnvVar { Name = "SETTINGS", Value = "/etc/app/app.txt" },
            new EnvVar { Name = "SESSION", Value = "/var/lib/app" },
            new EnvVar { Name = "LISTEN", Value = "0.0.0.0:9090" },
            new EnvVar { Name = "POD_UID", ValueFrom = new EnvVarSource { FieldRef = new FieldRef("metadata.uid") } },
            new EnvVar { Name = "SECRET", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeyRef("secret", "password") } },
        ],
        Ports = [new ContainerPort("metrics", 9090)],
        VolumeMounts =
        [
            new VolumeMount { Name = "settings", MountPath = "/etc/app" },
            new VolumeMount { Name = "secrets", MountPath = "/etc/secrets" },
            new VolumeMount { Name = "session", MountPath = "/var/lib/app" },
        ],
        ReadinessProbe = new Probe { HttpGet = new HttpGetAction("/readyz", "metrics") },
    };
}
