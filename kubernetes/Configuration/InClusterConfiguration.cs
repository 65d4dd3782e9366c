using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TelegramParser.Kubernetes.Configuration;

/// <summary>
/// The API server as a pod sees it (https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/): address from the
/// environment, authorities, token and namespace from the service account's files.
/// </summary>
public static class InClusterConfiguration
{
    /// <summary>Where Kubernetes mounts the service account.</summary>
    public const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Reads the configuration; null outside of a cluster.</summary>
    /// <param name="variable">Looks up an environment variable.</param>
    /// <param name="time">Clock of the token file.</param>
    /// <param name="folder">The service account's files.</param>
    /// <exception cref="ClientConfigurationException">In a cluster, but without a service account's files.</exception>
    public static ClientConfiguration? Find(Func<string, string?> variable, TimeProvider time, string folder = Folder)
    {
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || variable("KUBERNETES_SERVICE_PORT") is not { Length: > 0 } port)
            return null;
        var token = new FileToken(Path.Combine(folder, "token"), time);
        _ = token.Current;
        var namespaceFile = Path.Combine(folder, "namespace");
        return new ClientConfiguration
        {
            Server = new Uri($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}"),
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : "default",
            CertificateAuthorities = Authorities(Path.Combine(folder, "ca.crt")),
            Token = token,
        };
    }

    private static X509Certificate2Collection Authorities(string path)
    {
        try
        {
            return CertificateReader.Authorities(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ClientConfigurationException($"The service account's certificate authorities {path} cannot be read: {e.Message}", e);
        }
    }
}
