using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace TelegramParser.Kubernetes.Configuration;

/// <summary>Certificates from PEM text.</summary>
internal static class CertificateReader
{
    /// <summary>All certificates of a bundle.</summary>
    /// <exception cref="CryptographicException">There is none, or one is damaged.</exception>
    public static X509Certificate2Collection Authorities(string pem)
    {
        var bundle = new X509Certificate2Collection();
        bundle.ImportFromPem(pem);
        return bundle.Count > 0 ? bundle : throw new CryptographicException("there is no PEM certificate in it");
    }

    /// <summary>A certificate with its key, and then those between it and its authority.</summary>
    /// <exception cref="CryptographicException">One is damaged, or the key is another certificate's.</exception>
    public static X509Certificate2Collection WithKey(string certificatePem, string keyPem)
    {
        var chain = Authorities(certificatePem);
        try
        {
            chain[0] = X509Certificate2.CreateFromPem(certificatePem, keyPem);
        }
        catch (ArgumentException e)
        {
            throw new CryptographicException(e.Message, e);
        }
        return chain;
    }
}
