using System.Security.Cryptography.X509Certificates;

namespace TelegramParser.Kubernetes.Configuration;

/// <summary>Where an API server is and how to be known there: what a kubeconfig's context or a pod's service account says.</summary>
public sealed record ClientConfiguration
{
    /// <summary>Base address, with a path where a gateway serves several clusters.</summary>
    public required Uri Server { get; init; }

    /// <summary>Namespace of what names none.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The only authorities that may have signed the server's certificate; those of the system when null.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Name that the server's certificate must have; the address's own when null.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Takes any certificate of the server. Only a kubeconfig that says so sets it.</summary>
    public bool InsecureSkipTlsVerify { get; init; }

    /// <summary>Client certificate with its key, and the certificates between it and its authority.</summary>
    public X509Certificate2Collection? ClientCertificate { get; init; }

    /// <summary>Bearer token, if requests carry one.</summary>
    public ITokenSource? Token { get; init; }

    /// <summary>HTTP proxy; what the environment says when null.</summary>
    public Uri? Proxy { get; init; }
}
