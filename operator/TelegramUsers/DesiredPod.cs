using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// The pod of a user's worker, within the restricted level of Pod Security. It holds nothing that changes with a subscription or a
/// setting, so those never restart a worker.
/// </summary>
internal static class DesiredPod
{
    public const string ControlPort = "control";
    public const int ControlPortNumber = 8443;
    public const string MetricsPort = "metrics";
    public const int MetricsPortNumber = 9090;

    private const string SettingsPath = "/etc/tgparser/settings";
    private const string SecretsPath = "/etc/tgparser/secrets";
    private const string SessionPath = "/var/lib/tgparser/session";

    // The user of the image.
    private const long UserId = 10001;

    // For owner and group, which the kubelet sets by FsGroup.
    private const int SecretMode = 0b100_100_000;

    /// <summary>The pod's spec.</summary>
    public static PodSpec Build(OperatorOptions options, TelegramUser user)
    {
        var child = ChildNames.Worker(user.Key).Name;
        var worker = user.Spec.Worker;
        return new PodSpec
        {
            ServiceAccountName = ChildNames.ServiceAccount,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            TerminationGracePeriodSeconds = 30,
            ImagePullSecrets = options.WorkerImagePullSecrets.Count == 0
                ? null
                : [.. options.WorkerImagePullSecrets.Select(name => new ImagePullSecret(name))],
            SecurityContext = new PodSecurityContext
            {
                RunAsNonRoot = true,
                RunAsUser = UserId,
                RunAsGroup = UserId,
                FsGroup = UserId,
                FsGroupChangePolicy = "OnRootMismatch",
                SeccompProfile = new SeccompProfile("RuntimeDefault"),
            },
            NodeSelector = worker?.NodeSelector,
            Tolerations = worker?.Tolerations is { } tolerations ? [.. tolerations.Select(Bear)] : null,
            Containers = [Container(options, child, worker?.Resources)],
            Volumes =
            [
                new Volume { Name = "settings", ConfigMap = new ConfigMapVolume(child) },
                new Volume { Name = "secrets", Secret = new SecretVolume(child, SecretMode) },
                new Volume { Name = "tmp", EmptyDir = new EmptyDirVolume() },
            ],
        };
    }

    private static Container Container(OperatorOptions options, string child, WorkerResources? resources) => new()
    {
        Name = "worker",
        Image = options.WorkerImage,
        ImagePullPolicy = options.WorkerImagePullPolicy,
        Env = [.. Environment(options, child)],
        Ports = [new ContainerPort(ControlPort, ControlPortNumber), new ContainerPort(MetricsPort, MetricsPortNumber)],
        SecurityContext = new SecurityContext
        {
            AllowPrivilegeEscalation = false,
            ReadOnlyRootFilesystem = true,
            Capabilities = new Capabilities(["ALL"]),
        },
        Resources = resources is null
            ? options.WorkerResources
            : new ResourceRequirements { Requests = resources.Requests, Limits = resources.Limits },
        VolumeMounts =
        [
            new VolumeMount { Name = "settings", MountPath = SettingsPath, ReadOnly = true },
            new VolumeMount { Name = "secrets", MountPath = SecretsPath, ReadOnly = true },
            new VolumeMount { Name = ChildNames.SessionVolume, MountPath = SessionPath },
            new VolumeMount { Name = "tmp", MountPath = "/tmp" },
        ],
        ReadinessProbe = new Probe { HttpGet = new HttpGetAction("/readyz", MetricsPort), PeriodSeconds = 5 },
        LivenessProbe = new Probe
        {
            HttpGet = new HttpGetAction("/healthz", MetricsPort),
            InitialDelaySeconds = 30,
            PeriodSeconds = 20,
            FailureThreshold = 6,
        },
    };

    private static IEnumerable<EnvVar> Environment(OperatorOptions options, string child)
    {
        yield return Literal(WorkerEnvironment.SettingsFile, $"{SettingsPath}/{ChildNames.SettingsFile}");
        yield return Literal(WorkerEnvironment.SecretsFolder, SecretsPath);
        yield return Literal(WorkerEnvironment.SessionFolder, SessionPath);
        yield return From(
            WorkerEnvironment.Database, new EnvVarSource { SecretKeyRef = new SecretKeyRef(child, DesiredSecret.DatabaseUrl) });
        yield return Literal(WorkerEnvironment.ControlListen, $"0.0.0.0:{ControlPortNumber}");
        yield return From(WorkerEnvironment.ControlHost, new EnvVarSource { FieldRef = new FieldRef("status.podIP") });
        yield return Literal(WorkerEnvironment.MetricsListen, $"0.0.0.0:{MetricsPortNumber}");
        yield return From(WorkerEnvironment.PodUid, new EnvVarSource { FieldRef = new FieldRef("metadata.uid") });
        foreach (var (name, value) in options.Enrichment.Variables())
            yield return Literal(name, value);
        foreach (var (name, value) in options.WorkerEnvironment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            yield return Literal(name, value);
    }

    private static EnvVar Literal(string name, string value) => new() { Name = name, Value = value };

    private static EnvVar From(string name, EnvVarSource source) => new() { Name = name, ValueFrom = source };

    private static PodToleration Bear(Toleration toleration) => new()
    {
        Key = toleration.Key,
        Operator = toleration.Operator?.ToString(),
        Value = toleration.Value,
        Effect = toleration.Effect?.ToString(),
        TolerationSeconds = toleration.TolerationSeconds,
    };
}
