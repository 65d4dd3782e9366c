using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TelegramParser.Worker.Control;

/// <summary>The control API's certificate: self-signed, made anew at each start from the key that callers pin.</summary>
internal static class ControlCertificate
{
    /// <summary>Makes the certificate of a P-256 key in PKCS#8 PEM.</summary>
    public static X509Certificate2 Create(string privateKeyPem, DateTimeOffset now)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        var request = new CertificateRequest("CN=telegram-parser-worker", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
    }
}
