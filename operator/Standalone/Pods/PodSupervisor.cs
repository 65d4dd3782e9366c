using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Core;

namespace TelegramParser.Operator.Standalone.Pods;

/// <summary>Keeps the process of one pod running until it is told to stop.</summary>
/// <param name="pod">The pod; it has one container.</param>
/// <param name="templateHash">Hash of the template that it was made from.</param>
/// <param name="options">How pods are run.</param>
/// <param name="variables">The container's variables, from its ports by name; asked again at each start.</param>
/// <param name="probe">Asks whether it is ready.</param>
/// <param name="report">Told of each change.</param>
/// <param name="time">Clock of restarts.</param>
/// <param name="logger">Where ends and restarts are logged.</param>
internal sealed partial class PodSupervisor(
    Pod pod,
    string templateHash,
    PodOptions options,
    Func<IReadOnlyDictionary<string, int>, IReadOnlyDictionary<string, string>> variables,
    ReadinessProbe probe,
    Func<PodState, Task> report,
    TimeProvider time,
    ILogger logger) : IAsyncDisposable
{
    private const int DefaultGraceSeconds = 30;

    private readonly Container _container = pod.Spec.Containers.Single();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _reporting = new(1);
    private PodState _state = new()
    {
        Container = pod.Spec.Containers.Single().Name,
        StartTime = time.GetUtcNow(),
        Current = new ContainerState { Waiting = new WaitingState("ContainerCreating") },
    };
    private Task _run = Task.CompletedTask;
    private volatile Dictionary<string, int> _ports = [];

    /// <summary>The pod.</summary>
    public Pod Pod => pod;

    /// <summary>Ports of the process by name; of the last one while none runs, none before the first.</summary>
    public IReadOnlyDictionary<string, int> Ports => _ports;

    /// <summary>Hash of the template that the pod was made from.</summary>
    public string TemplateHash => templateHash;

    /// <summary>Starts to keep it running.</summary>
    public void Start() => _run = RunAsync(_stop.Token);

    /// <summary>Stops the process and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
        _reporting.Dispose();
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var backoff = new CrashBackoff();
        while (!stop.IsCancellationRequested)
        {
            var started = time.GetUtcNow();
            var end = await RunOnceAsync(started, stop);
            if (stop.IsCancellationRequested)
                return;

            var delay = backoff.Next(time.GetUtcNow() - started);
            Log.Ended(logger, pod.Key, end, delay);
            await ChangeAsync(state => state with
            {
                Ready = false,
                LastEnd = new TerminatedState(end.ExitCode, time.GetUtcNow()),
                Current = new ContainerState { Waiting = new WaitingState("CrashLoopBackOff", $"{end}; restarting in {delay.TotalSeconds:F0} s") },
            });
            await Task.Delay(delay, time, stop);
            await ChangeAsync(state => state with { Restarts = state.Restarts + 1 });
        }
    }

    private async Task<ContainerEnd> RunOnceAsync(DateTimeOffset started, CancellationToken stop)
    {
        var ports = _ports = (_container.Ports ?? []).ToDictionary(port => port.Name, _ => FreePort(), StringComparer.Ordinal);
        try
        {
            using var process = ContainerProcess.Start(
                options.Program, Environment(ports), line => options.Output($"[{pod.Key}] {line}"));
            new PodRecord(pod.Metadata.Uid!, templateHash, process.Identity).Write(options.Folders.Pod(pod.Key));
            Log.Started(logger, pod.Key, process.Identity.Pid);
            await ChangeAsync(state => state with { Current = new ContainerState { Running = new RunningState(started) } });

            using var running = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var probing = probe.RunAsync(
                _container.ReadinessProbe, ports, ready => ChangeAsync(state => state with { Ready = ready }), running.Token);
            var grace = TimeSpan.FromSeconds(pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);
            var exitCode = await process.WaitForEndAsync(grace, stop);
            await running.CancelAsync();
            await probing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return new ContainerEnd(exitCode, Error: null);
        }
        catch (PodException e)
        {
            return new ContainerEnd(ContainerEnd.CannotStart, e.Message);
        }
    }

    private Dictionary<string, string> Environment(IReadOnlyDictionary<string, int> ports)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in options.InheritedVariables)
        {
            if (System.Environment.GetEnvironmentVariable(name) is { } value)
                environment[name] = value;
        }
        environment[options.ParentPidVariable] = System.Environment.ProcessId.ToString();
        foreach (var (name, value) in variables(ports))
            environment[name] = value;
        return environment;
    }

    // The process and its probe report; one at a time, so that the newest state is reported last.
    private async Task ChangeAsync(Func<PodState, PodState> change)
    {
        await _reporting.WaitAsync(CancellationToken.None);
        try
        {
            _state = change(_state);
            await report(_state);
        }
        finally
        {
            _reporting.Release();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed record ContainerEnd(int ExitCode, string? Error)
    {
        /// <summary>What a shell returns for a program that it cannot run.</summary>
        public const int CannotStart = 127;

        public override string ToString() => Error ?? $"ended with code {ExitCode}";
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Pod {Pod} started as process {Pid}.")]
        public static partial void Started(ILogger logger, Kubernetes.Objects.ObjectKey pod, int pid);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Pod {Pod} {End}; restarting in {Delay}.")]
        public static partial void Ended(ILogger logger, Kubernetes.Objects.ObjectKey pod, object end, TimeSpan delay);
    }
}
