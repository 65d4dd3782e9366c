using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>
/// The StatefulSet of a user's one worker. It holds nothing that changes with a subscription or a setting, so those never
/// restart a worker; a suspended user keeps its worker too, and with it the session.
/// </summary>
internal static class DesiredStatefulSet
{
    public const string ControlPort = "control";
    public const int ControlPortNumber = 8443;
    public const string MetricsPort = "metrics";
    public const int MetricsPortNumber = 9090;

    private const string SettingsPath = "/etc/tgparser/settings";
    private const string SecretsPath = "/etc/tgparser/secrets";
    private const string SessionPath = "/var/lib/tgparser/session";

    /// <summary>The manifest.</summary>
    public static StatefulSet Build(OperatorOptions options, TelegramUser user) => new()
    {
        Metadata = ChildNames.Metadata(user),
        Spec = new StatefulSetSpec
        {
            Replicas = 1,
            ServiceName = ChildNames.Service,
            PodManagementPolicy = "Parallel",
            Selector = new LabelSelector { MatchLabels = ChildNames.Labels(user.Key) },
            Template = new PodTemplate
            {
                Metadata = new ObjectMeta { Labels = ChildNames.Labels(user.Key) },
                Spec = Pod(options, ChildNames.Worker(user.Key).Name),
            },
            VolumeClaimTemplates = [SessionClaim(user)],
        },
    };

    private static PodSpec Pod(OperatorOptions options, string child) => new()
    {
        AutomountServiceAccountToken = false,
        TerminationGracePeriodSeconds = 30,
        Containers =
        [
            new Container
            {
                Name = "worker",
                Image = options.WorkerImage,
                Env = [.. Environment(options, child)],
                Ports = [new ContainerPort(ControlPort, ControlPortNumber), new ContainerPort(MetricsPort, MetricsPortNumber)],
                VolumeMounts =
                [
                    new VolumeMount { Name = "settings", MountPath = SettingsPath, ReadOnly = true },
                    new VolumeMount { Name = "secrets", MountPath = SecretsPath, ReadOnly = true },
                    new VolumeMount { Name = ChildNames.SessionVolume, MountPath = SessionPath },
                ],
                ReadinessProbe = new Probe { HttpGet = new HttpGetAction("/readyz", MetricsPort), PeriodSeconds = 5 },
                LivenessProbe = new Probe
                {
                    HttpGet = new HttpGetAction("/healthz", MetricsPort),
                    InitialDelaySeconds = 30,
                    PeriodSeconds = 20,
                    FailureThreshold = 6,
                },
            },
        ],
        Volumes =
        [
            new Volume { Name = "settings", ConfigMap = new ConfigMapVolume(child) },
            new Volume { Name = "secrets", Secret = new SecretVolume(child) },
        ],
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
        foreach (var (name, value) in options.WorkerEnvironment.OrderBy(variable => variable.Key, StringComparer.Ordinal))
            yield return Literal(name, value);
    }

    private static EnvVar Literal(string name, string value) => new() { Name = name, Value = value };

    private static EnvVar From(string name, EnvVarSource source) => new() { Name = name, ValueFrom = source };

    // Without the user the volume is of no use to anybody: its key goes, too. The StatefulSet controller keeps the owner
    // reference of a template in the claims that it makes.
    private static PersistentVolumeClaim SessionClaim(TelegramUser user) => new()
    {
        Metadata = new ObjectMeta { Name = ChildNames.SessionVolume, OwnerReferences = [OwnerReference.To(user)] },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            Resources = new ResourceRequirements
            {
                Requests = new Dictionary<string, string>(StringComparer.Ordinal) { ["storage"] = "1Gi" },
            },
        },
    };
}
