using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace TelegramParser.Kubernetes.Configuration;

/// <summary>
/// One or several kubeconfig files. As with kubectl, the first file that names a context, cluster or user wins, and paths are
/// relative to the file that they are in.
/// </summary>
public sealed class Kubeconfig
{
    private readonly IReadOnlyList<(string Path, KubeconfigFile File)> _files;

    private Kubeconfig(IReadOnlyList<(string, KubeconfigFile)> files) => _files = files;

    /// <summary>Reads files; those that do not exist are passed over, but one must.</summary>
    /// <exception cref="ClientConfigurationException">None exists, or one is no kubeconfig.</exception>
    public static Kubeconfig Load(IReadOnlyList<string> paths)
    {
        var files = paths.Where(File.Exists).Select(path => (Path.GetFullPath(path), Read(path))).ToList();
        return files.Count > 0
            ? new Kubeconfig(files)
            : throw new ClientConfigurationException($"There is no kubeconfig at {string.Join(" or ", paths)}.");
    }

    /// <summary>What a context says.</summary>
    /// <param name="context">Name of the context; the current one when null.</param>
    /// <param name="time">Clock of token files.</param>
    /// <exception cref="ClientConfigurationException">The context is not complete, or asks for what is not supported.</exception>
    public ClientConfiguration Configure(string? context, TimeProvider time)
    {
        var name = context
            ?? _files.Select(file => file.File.CurrentContext).FirstOrDefault(current => !string.IsNullOrEmpty(current))
            ?? throw new ClientConfigurationException("The kubeconfig has no current-context: name the context to use, or run `kubectl config use-context`.");
        var (_, chosen) = Find("context", name, file => file.Contexts, entry => entry.Name);
        var (clusterFile, cluster) = Find("cluster", chosen.Context.Cluster, file => file.Clusters, entry => entry.Name);
        var (userFile, user) = chosen.Context.User.Length == 0
            ? (clusterFile, new NamedUser())
            : Find("user", chosen.Context.User, file => file.Users, entry => entry.Name);
        Refuse(user);
        return new ClientConfiguration
        {
            Server = Address("server", cluster.Cluster.Server, cluster.Name),
            Namespace = string.IsNullOrEmpty(chosen.Context.Namespace) ? "default" : chosen.Context.Namespace,
            CertificateAuthorities = Authorities(clusterFile, cluster),
            TlsServerName = cluster.Cluster.TlsServerName,
            InsecureSkipTlsVerify = cluster.Cluster.InsecureSkipTlsVerify,
            ClientCertificate = ClientCertificate(userFile, user),
            Token = Token(userFile, user.User, time),
            Proxy = cluster.Cluster.ProxyUrl is { Length: > 0 } proxy ? Address("proxy-url", proxy, cluster.Name) : null,
        };
    }

    private static KubeconfigFile Read(string path)
    {
        try
        {
            return new DeserializerBuilder()
                .WithNamingConvention(HyphenatedNamingConvention.Instance)
                .IgnoreUnmatchedProperties()
                .Build()
                .Deserialize<KubeconfigFile?>(File.ReadAllText(path)) ?? new KubeconfigFile();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ClientConfigurationException($"{path} cannot be read: {e.Message}", e);
        }
        catch (YamlException e)
        {
            // The parser's own words may quote a secret.
            throw new ClientConfigurationException($"{path} is no kubeconfig: line {e.Start.Line} is not as the format wants it.");
        }
    }

    private (string Path, TEntry Entry) Find<TEntry>(
        string kind, string name, Func<KubeconfigFile, List<TEntry>> entries, Func<TEntry, string> nameOf)
    {
        foreach (var (path, file) in _files)
        {
            if (entries(file).Find(entry => nameOf(entry) == name) is { } found)
                return (path, found);
        }
        var known = _files.SelectMany(file => entries(file.File)).Select(nameOf).Distinct(StringComparer.Ordinal);
        throw new ClientConfigurationException($"The kubeconfig has no {kind} \"{name}\", only: {string.Join(", ", known)}.");
    }

    // A way to log in that is passed over in silence would end as an anonymous or too mighty request.
    private static void Refuse(NamedUser user)
    {
        var unsupported = user.User switch
        {
            { Exec: not null } => "an exec plugin",
            { AuthProvider: not null } => "an auth-provider",
            { Username.Length: > 0 } => "a user name and password",
            { Impersonate.Length: > 0 } => "impersonation (as)",
            _ => null,
        };
        if (unsupported is not null)
        {
            throw new ClientConfigurationException(
                $"User \"{user.Name}\" of the kubeconfig logs in with {unsupported}, which is not supported. "
                + "Use a client certificate, token or tokenFile: for example that of a service account, from `kubectl create token`.");
        }
    }

    private static Uri Address(string field, string? value, string cluster) =>
        Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new ClientConfigurationException($"Cluster \"{cluster}\" of the kubeconfig needs a {field} that is an http or https address.");

    private static X509Certificate2Collection? Authorities(string file, NamedCluster cluster)
    {
        var what = $"certificate-authority of cluster \"{cluster.Name}\"";
        return Text(what, file, cluster.Cluster.CertificateAuthority, cluster.Cluster.CertificateAuthorityData) is { } pem
            ? Parse(what, () => CertificateReader.Authorities(pem))
            : null;
    }

    private static X509Certificate2Collection? ClientCertificate(string file, NamedUser user)
    {
        var what = $"client-certificate of user \"{user.Name}\"";
        var certificate = Text(what, file, user.User.ClientCertificate, user.User.ClientCertificateData);
        var key = Text($"client-key of user \"{user.Name}\"", file, user.User.ClientKey, user.User.ClientKeyData);
        return (certificate, key) switch
        {
            (null, null) => null,
            ({ }, { }) => Parse(what, () => CertificateReader.WithKey(certificate, key)),
            _ => throw new ClientConfigurationException($"User \"{user.Name}\" of the kubeconfig needs both client-certificate and client-key, or neither."),
        };
    }

    private static ITokenSource? Token(string file, KubeconfigUser user, TimeProvider time) => user switch
    {
        { TokenFile: { Length: > 0 } path } => new FileToken(Resolve(file, path), time),
        { Token: { Length: > 0 } token } => new StaticToken(token),
        _ => null,
    };

    // The text of a field that is a path or, with precedence, base64 in the file itself.
    private static string? Text(string what, string file, string? path, string? data)
    {
        try
        {
            return !string.IsNullOrEmpty(data) ? Encoding.UTF8.GetString(Convert.FromBase64String(data))
                : !string.IsNullOrEmpty(path) ? File.ReadAllText(Resolve(file, path))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ClientConfigurationException($"The {what} cannot be read: {e.Message}", e);
        }
    }

    private static X509Certificate2Collection Parse(string what, Func<X509Certificate2Collection> parse)
    {
        try
        {
            return parse();
        }
        catch (CryptographicException e)
        {
            throw new ClientConfigurationException($"The {what} is not valid: {e.Message}.", e);
        }
    }

    private static string Resolve(string file, string path) => Path.Combine(Path.GetDirectoryName(file)!, path);
}
