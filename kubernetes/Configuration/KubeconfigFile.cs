using YamlDotNet.Serialization;

namespace TelegramParser.Kubernetes.Configuration;

/// <summary>A kubeconfig as its YAML has it (https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/), as far as it is read.</summary>
internal sealed class KubeconfigFile
{
    public string? CurrentContext { get; set; }

    public List<NamedCluster> Clusters { get; set; } = [];

    public List<NamedUser> Users { get; set; } = [];

    public List<NamedContext> Contexts { get; set; } = [];
}

internal sealed class NamedCluster
{
    public string Name { get; set; } = "";

    public KubeconfigCluster Cluster { get; set; } = new();
}

internal sealed class KubeconfigCluster
{
    public string? Server { get; set; }

    public string? CertificateAuthority { get; set; }

    public string? CertificateAuthorityData { get; set; }

    public bool InsecureSkipTlsVerify { get; set; }

    public string? TlsServerName { get; set; }

    public string? ProxyUrl { get; set; }
}

internal sealed class NamedUser
{
    public string Name { get; set; } = "";

    public KubeconfigUser User { get; set; } = new();
}

internal sealed class KubeconfigUser
{
    public string? ClientCertificate { get; set; }

    public string? ClientCertificateData { get; set; }

    public string? ClientKey { get; set; }

    public string? ClientKeyData { get; set; }

    public string? Token { get; set; }

    // One word in the format, against its own habit.
    [YamlMember(Alias = "tokenFile", ApplyNamingConventions = false)]
    public string? TokenFile { get; set; }

    public object? Exec { get; set; }

    public object? AuthProvider { get; set; }

    public string? Username { get; set; }

    [YamlMember(Alias = "as", ApplyNamingConventions = false)]
    public string? Impersonate { get; set; }
}

internal sealed class NamedContext
{
    public string Name { get; set; } = "";

    public KubeconfigContext Context { get; set; } = new();
}

internal sealed class KubeconfigContext
{
    public string Cluster { get; set; } = "";

    public string User { get; set; } = "";

    public string? Namespace { get; set; }
}
