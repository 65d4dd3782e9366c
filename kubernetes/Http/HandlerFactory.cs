using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using TelegramParser.Kubernetes.Configuration;

namespace TelegramParser.Kubernetes.Http;

/// <summary>Makes the connections' handler: trust, client certificate, proxy, and noticing dead connections.</summary>
internal static class HandlerFactory
{
    // HTTP/2 pings find a dead connection under a silent watch; other requests on it would hang until their timeout.
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(15);

    public static SocketsHttpHandler Create(ClientConfiguration configuration) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = PingAfter,
        KeepAlivePingTimeout = PingTimeout,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(90),
        Proxy = configuration.Proxy is { } proxy ? new WebProxy(proxy) : null,
        // As in Go, an environment's proxy is not for this machine itself.
        UseProxy = configuration.Proxy is not null || !configuration.Server.IsLoopback,
        SslOptions = Tls(configuration),
    };

    private static SslClientAuthenticationOptions Tls(ClientConfiguration configuration)
    {
        var options = new SslClientAuthenticationOptions();
        if (configuration.CertificateAuthorities is { } authorities)
        {
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
        if (configuration.ClientCertificate is [var certificate, ..] chain)
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, [.. chain.Skip(1)], offline: true);
        if (configuration.InsecureSkipTlsVerify)
        {
#pragma warning disable CA5359, MA0039 // The kubeconfig says insecure-skip-tls-verify.
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        }
        return options;
    }
}
