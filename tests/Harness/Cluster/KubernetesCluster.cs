using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Http;

namespace TelegramParser.Harness.Cluster;

/// <summary>
/// A real Kubernetes for tests: the one whose kubeconfig <see cref="Variable"/> names; else this folder's, if <c>make cluster</c> has
/// put it up; else one of our own (tests/cluster/README.md), which goes down when this is disposed or this process ends.
/// </summary>
public sealed class KubernetesCluster : IAsyncDisposable
{
    /// <summary>Names a kubeconfig. Not <c>KUBECONFIG</c> itself, so that nobody's cluster is written to by surprise.</summary>
    public const string Variable = "TGPARSER_TEST_KUBECONFIG";

    private static readonly string Scripts = Path.Combine(Repository.Root, "tests/cluster");

    private readonly bool _isOurs;

    private KubernetesCluster(string kubeconfig, bool isSandboxed, bool isOurs, bool hasNamespaces = true)
    {
        Kubeconfig = kubeconfig;
        IsSandboxed = isSandboxed;
        HasNamespaces = hasNamespaces;
        _isOurs = isOurs;
    }

    /// <summary>Whether <see cref="Variable"/> names a cluster.</summary>
    public static bool IsNamed => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <summary>Path of a kubeconfig whose user may do everything.</summary>
    public string Kubeconfig { get; }

    /// <summary>Whether it is a cluster of <c>tests/cluster</c>, whose programs can be stopped and whose images are ours.</summary>
    public bool IsSandboxed { get; }

    /// <summary>Whether it has namespaces to be made; a <see cref="CrdServer"/> takes any.</summary>
    public bool HasNamespaces { get; }

    /// <summary>Finds a cluster, or puts one up.</summary>
    /// <param name="withNode">Whether pods are to run; without, it is up within seconds and needs no images.</param>
    /// <exception cref="CommandException">This machine does not let us; the message says what is missing.</exception>
    public static async Task<KubernetesCluster> StartAsync(bool withNode = true)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return new KubernetesCluster(Path.GetFullPath(named), isSandboxed: named == OwnKubeconfig, isOurs: false);
        if ((await ScriptAsync("control.sh", "status")).Trim() is { Length: > 0 } running)
            return new KubernetesCluster(running, isSandboxed: true, isOurs: false);
        string[] options = ["--owner", $"{Environment.ProcessId}"];
        await ScriptAsync("up.sh", withNode ? options : [.. options, "--control-plane"]);
        return new KubernetesCluster(OwnKubeconfig, isSandboxed: true, isOurs: true);
    }

    /// <summary>A CRD server, which somebody else has started and ends.</summary>
    internal static KubernetesCluster OfCrdServer(string kubeconfig) => new(kubeconfig, isSandboxed: false, isOurs: false, hasNamespaces: false);

    /// <summary>Runs kubectl and returns what it printed.</summary>
    /// <exception cref="CommandException">It failed; the message holds what it said.</exception>
    public Task<string> KubectlAsync(params IEnumerable<string> arguments) => ToolAsync("kubectl", arguments);

    /// <summary>Runs kubectl on manifests and returns what it printed.</summary>
    /// <param name="manifests">YAML or JSON, its input: name it with <c>--filename -</c>.</param>
    /// <param name="arguments">Arguments.</param>
    /// <exception cref="CommandException">It failed; the message holds what it said.</exception>
    public Task<string> KubectlOnAsync(string manifests, params IEnumerable<string> arguments) => ToolAsync("kubectl", arguments, manifests);

    /// <summary>Runs helm and returns what it printed.</summary>
    /// <exception cref="CommandException">It failed; the message holds what it said.</exception>
    public Task<string> HelmAsync(params IEnumerable<string> arguments) => ToolAsync("helm", arguments);

    /// <summary>Applies manifests, by server-side apply.</summary>
    /// <param name="manifests">YAML.</param>
    /// <param name="ns">Namespace of objects that name none.</param>
    /// <exception cref="CommandException">The server refuses them.</exception>
    public Task<string> ApplyAsync(string manifests, string ns = "default") =>
        ToolAsync("kubectl", ["apply", "--server-side", "--force-conflicts", "--namespace", ns, "--filename", "-"], manifests);

    /// <summary>Brings a port of a pod or Service to this machine. It has to listen already: kubectl ends at the first refused connection.</summary>
    /// <param name="ns">Namespace.</param>
    /// <param name="target">For example <c>svc/web</c> or <c>pod/web-0</c>.</param>
    /// <param name="port">Port of the Service or pod.</param>
    public Task<PortForward> ForwardAsync(string ns, string target, int port) =>
        PortForward.StartAsync(Tool("kubectl"), Kubeconfig, ns, target, port);

    /// <summary>A client of the API as the kubeconfig's user; fast, since tests have no reason to spare the server.</summary>
    /// <param name="userAgent">How the server knows it.</param>
    /// <param name="pageSize">How many objects a list gets at once.</param>
    public HttpKubernetesApi Connect(string userAgent = "tests/1.0", int pageSize = 500) => new(
        ClientConfigurationLoader.Load(Kubeconfig, context: null, TimeProvider.System),
        new ClientOptions { UserAgent = userAgent, PageSize = pageSize, RequestsPerSecond = 500, Burst = 500 },
        TimeProvider.System,
        Random.Shared,
        NullLogger.Instance);

    /// <summary>Kills one of the cluster's programs, such as <c>kube-apiserver</c>; it is started again at once.</summary>
    public Task RestartProgramAsync(string program) => ControlAsync("restart", program);

    /// <summary>Kills one of the cluster's programs, such as <c>kubelet</c>, and keeps it down.</summary>
    public Task StopProgramAsync(string program) => ControlAsync("stop", program);

    /// <summary>Lets a program run again.</summary>
    public Task StartProgramAsync(string program) => ControlAsync("start", program);

    public async ValueTask DisposeAsync()
    {
        if (_isOurs)
            await ScriptAsync("down.sh");
    }

    private static string OwnKubeconfig => Path.Combine(Repository.Root, ".data/cluster/kubeconfig");

    private static string Tool(string name)
    {
        var path = Path.Combine(Scripts, "tools/bin", name);
        return File.Exists(path) ? path : throw new CommandException($"{path} is missing. Run: tests/tools/install.sh test");
    }

    private static Task<string> ScriptAsync(string script, params IEnumerable<string> arguments) =>
        Command.RunAsync(Path.Combine(Scripts, script), arguments);

    private Task<string> ControlAsync(params IEnumerable<string> arguments) => IsSandboxed
        ? ScriptAsync("control.sh", arguments)
        : throw new InvalidOperationException($"Only programs of tests/cluster can be controlled, and {Variable} names another cluster.");

    private Task<string> ToolAsync(string name, IEnumerable<string> arguments, string? input = null) => Command.RunAsync(
        Tool(name), arguments, input, new Dictionary<string, string>(StringComparer.Ordinal) { ["KUBECONFIG"] = Kubeconfig });
}
