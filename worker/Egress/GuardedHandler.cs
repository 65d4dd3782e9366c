using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace TelegramParser.Worker.Egress;

/// <summary>
/// Sends HTTP requests to public hosts only. Each URL is checked and each connection is the dialer's. It follows no redirects,
/// so that every hop is a request of its own and checked again; there are no cookies, proxies, credentials or reused
/// connections.
/// </summary>
/// <remarks>
/// One for each task: a handler gives a connection to whichever of its requests waits, and what one task's connections are
/// wrapped in would count for another's.
/// </remarks>
internal sealed class GuardedHandler : DelegatingHandler
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly AddressGuard _guard;

    /// <summary>Makes one.</summary>
    /// <param name="guard">Checks URLs.</param>
    /// <param name="dialer">Makes connections.</param>
    /// <param name="wrap">Puts something between a connection and its reader, such as a meter.</param>
    /// <param name="maxHeaderKilobytes">How long an answer's headers may be.</param>
    public GuardedHandler(AddressGuard guard, GuardedDialer dialer, Func<Stream, Stream> wrap, int maxHeaderKilobytes)
    {
        _guard = guard;
        InnerHandler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, ct) =>
                wrap(await dialer.DialAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct)),
            ConnectTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = maxHeaderKilobytes,
            MaxResponseDrainSize = 0,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            PreAuthenticate = false,
            ActivityHeadersPropagator = null,
            // Bytes as they are: what they mean is for the reader to find out.
            ResponseHeaderEncodingSelector = (_, _) => Encoding.Latin1,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    ApplicationPolicy = { new Oid(ServerAuthentication) },
                    // A certificate may say where its issuer's is found: one more request, to wherever its owner likes.
                    DisableCertificateDownloads = true,
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        };
    }

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _guard.Check(request.RequestUri!);
        return base.SendAsync(request, cancellationToken);
    }
}
