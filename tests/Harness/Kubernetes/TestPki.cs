using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TelegramParser.Harness.Kubernetes;

/// <summary>A private authority with a server certificate for 127.0.0.1 and <c>kubernetes</c>, and a client certificate.</summary>
public sealed class TestPki : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddDays(-1);

    private readonly X509Certificate2 _authority;

    /// <summary>Makes new keys.</summary>
    public TestPki()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        _authority = request.CreateSelfSigned(Start, Start.AddDays(10));

        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("kubernetes");
        var (serverPem, serverKeyPem) = Issue("CN=server", names.Build());
        using var ephemeral = X509Certificate2.CreateFromPem(serverPem, serverKeyPem);
        ServerCertificate = X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), password: null);
        (ClientCertificatePem, ClientKeyPem) = Issue("CN=client", names: null);
    }

    /// <summary>The server's certificate with its key.</summary>
    public X509Certificate2 ServerCertificate { get; }

    /// <summary>The authority's certificate.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A client's certificate, <c>CN=client</c>.</summary>
    public string ClientCertificatePem { get; }

    /// <summary>The client's key.</summary>
    public string ClientKeyPem { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _authority.Dispose();
        ServerCertificate.Dispose();
    }

    private (string Certificate, string Key) Issue(string subject, X509Extension? names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        if (names is not null)
            request.CertificateExtensions.Add(names);
        using var certificate = request.Create(_authority, Start, Start.AddDays(9), RandomNumberGenerator.GetBytes(16));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
