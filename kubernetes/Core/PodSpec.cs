namespace TelegramParser.Kubernetes.Core;

/// <summary>Containers of a pod and what they share.</summary>
public sealed record PodSpec
{
    /// <summary>Who the pod is at the API server; <c>default</c> when absent.</summary>
    public string? ServiceAccountName { get; init; }

    /// <summary>Whether the pod gets an API token.</summary>
    public bool? AutomountServiceAccountToken { get; init; }

    /// <summary>Whether the containers get a variable for each Service of the namespace.</summary>
    public bool? EnableServiceLinks { get; init; }

    /// <summary>Secrets that the images are pulled with.</summary>
    public IReadOnlyList<ImagePullSecret>? ImagePullSecrets { get; init; }

    /// <summary>Whose rights the containers have.</summary>
    public PodSecurityContext? SecurityContext { get; init; }

    /// <summary>Labels that the node must have.</summary>
    public IReadOnlyDictionary<string, string>? NodeSelector { get; init; }

    /// <summary>Taints of the node that the pod bears.</summary>
    public IReadOnlyList<PodToleration>? Tolerations { get; init; }

    /// <summary>Time between SIGTERM and SIGKILL, seconds; 30 when absent.</summary>
    public int? TerminationGracePeriodSeconds { get; init; }

    /// <summary>The containers.</summary>
    public required IReadOnlyList<Container> Containers { get; init; }

    /// <summary>Volumes that containers mount.</summary>
    public IReadOnlyList<Volume>? Volumes { get; init; }
}

/// <summary>A Secret that images are pulled with.</summary>
/// <param name="Name">Its name, in the pod's namespace.</param>
public sealed record ImagePullSecret(string Name);

/// <summary>A taint that a pod bears.</summary>
public sealed record PodToleration
{
    /// <summary>The taint's key; every key when absent.</summary>
    public string? Key { get; init; }

    /// <summary><c>Equal</c> or <c>Exists</c>.</summary>
    public string? Operator { get; init; }

    /// <summary>The taint's value, with <c>Equal</c>.</summary>
    public string? Value { get; init; }

    /// <summary><c>NoSchedule</c>, <c>PreferNoSchedule</c> or <c>NoExecute</c>; all of them when absent.</summary>
    public string? Effect { get; init; }

    /// <summary>How long the pod stays with <c>NoExecute</c>, seconds; for ever when absent.</summary>
    public long? TolerationSeconds { get; init; }
}

/// <summary>One process with its files and variables.</summary>
public sealed record Container
{
    /// <summary>Its name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>Image to run.</summary>
    public required string Image { get; init; }

    /// <summary><c>Always</c>, <c>IfNotPresent</c> or <c>Never</c>; by the image's tag when absent.</summary>
    public string? ImagePullPolicy { get; init; }

    /// <summary>Its rights.</summary>
    public SecurityContext? SecurityContext { get; init; }

    /// <summary>Environment variables.</summary>
    public IReadOnlyList<EnvVar>? Env { get; init; }

    /// <summary>Ports that it listens on.</summary>
    public IReadOnlyList<ContainerPort>? Ports { get; init; }

    /// <summary>Where its volumes are.</summary>
    public IReadOnlyList<VolumeMount>? VolumeMounts { get; init; }

    /// <summary>Decides whether the pod is ready.</summary>
    public Probe? ReadinessProbe { get; init; }

    /// <summary>Decides whether the container is restarted.</summary>
    public Probe? LivenessProbe { get; init; }

    /// <summary>Least and most that it uses.</summary>
    public ResourceRequirements? Resources { get; init; }
}

/// <summary>An environment variable: a value, or where it comes from.</summary>
public sealed record EnvVar
{
    /// <summary>Name of the variable.</summary>
    public required string Name { get; init; }

    /// <summary>Its value.</summary>
    public string? Value { get; init; }

    /// <summary>Where its value comes from.</summary>
    public EnvVarSource? ValueFrom { get; init; }
}

/// <summary>Exactly one of the two.</summary>
public sealed record EnvVarSource
{
    /// <summary>A field of the pod.</summary>
    public FieldRef? FieldRef { get; init; }

    /// <summary>A key of a Secret.</summary>
    public SecretKeyRef? SecretKeyRef { get; init; }
}

/// <summary>A field of the pod, such as <c>metadata.uid</c> or <c>status.podIP</c>.</summary>
/// <param name="FieldPath">Path of the field.</param>
public sealed record FieldRef(string FieldPath);

/// <summary>A key of a Secret in the pod's namespace.</summary>
/// <param name="Name">Name of the Secret.</param>
/// <param name="Key">Key of its data.</param>
public sealed record SecretKeyRef(string Name, string Key);

/// <summary>A port that a container listens on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Port">Its number.</param>
/// <param name="Protocol">A key of the list: old servers refuse to apply a port without it.</param>
public sealed record ContainerPort(
    string Name, [property: System.Text.Json.Serialization.JsonPropertyName("containerPort")] int Port, string Protocol = "TCP");

/// <summary>Where a container sees a volume.</summary>
public sealed record VolumeMount
{
    /// <summary>The volume.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path in the container.</summary>
    public required string MountPath { get; init; }

    /// <summary>Whether writing is refused.</summary>
    public bool? ReadOnly { get; init; }
}

/// <summary>A volume of a pod: exactly one source.</summary>
public sealed record Volume
{
    /// <summary>Its name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>A ConfigMap's data as files.</summary>
    public ConfigMapVolume? ConfigMap { get; init; }

    /// <summary>A Secret's data as files.</summary>
    public SecretVolume? Secret { get; init; }

    /// <summary>A folder that lives as long as the pod.</summary>
    public EmptyDirVolume? EmptyDir { get; init; }
}

/// <summary>A folder that is empty at first and lives as long as the pod.</summary>
/// <param name="SizeLimit">Most that it holds before the pod is evicted.</param>
public sealed record EmptyDirVolume(string? SizeLimit = null);

/// <summary>A ConfigMap's data as files.</summary>
/// <param name="Name">Name of the ConfigMap.</param>
public sealed record ConfigMapVolume(string Name);

/// <summary>A Secret's data as files.</summary>
/// <param name="SecretName">Name of the Secret.</param>
/// <param name="DefaultMode">Permissions of the files, as a number; 420 (0644) when absent.</param>
public sealed record SecretVolume(string SecretName, int? DefaultMode = null);

/// <summary>A question to a container that is asked again and again.</summary>
public sealed record Probe
{
    /// <summary>The question: any answer from 200 to 399 is a yes.</summary>
    public required HttpGetAction HttpGet { get; init; }

    /// <summary>Seconds between questions; 10 when absent.</summary>
    public int? PeriodSeconds { get; init; }

    /// <summary>Seconds before the first question.</summary>
    public int? InitialDelaySeconds { get; init; }

    /// <summary>How many times in a row the answer must be no; 3 when absent.</summary>
    public int? FailureThreshold { get; init; }
}

/// <summary>An HTTP GET to the container.</summary>
/// <param name="Path">Path.</param>
/// <param name="Port">Name of the port.</param>
public sealed record HttpGetAction(string Path, string Port);

/// <summary>Quantities by resource name: <c>cpu: 100m</c>, <c>memory: 256Mi</c>, <c>storage: 1Gi</c>.</summary>
public sealed record ResourceRequirements
{
    /// <summary>At least.</summary>
    public IReadOnlyDictionary<string, string>? Requests { get; init; }

    /// <summary>At most.</summary>
    public IReadOnlyDictionary<string, string>? Limits { get; init; }
}
