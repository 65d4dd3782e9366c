using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Contracts.Control;

/// <summary>
/// What lets the web sidecar and one worker trust each other: a bearer token and a TLS key, both derived from the
/// installation's control key and the user's identity. The sidecar needs no Secret of a user to compute them, and a
/// worker's pair is of no use against another worker.
/// </summary>
/// <param name="Token">Bearer token, 43 characters of base64url.</param>
/// <param name="PrivateKeyPem">P-256 private key of the worker's certificate, PKCS#8 PEM.</param>
/// <param name="PublicKeySha256">SHA-256 of the key's SubjectPublicKeyInfo, hex: what the sidecar pins.</param>
public sealed record ControlCredentials(string Token, string PrivateKeyPem, string PublicKeySha256)
{
    /// <summary>Length of a control key, bytes.</summary>
    public const int KeyLength = 32;

    // Order of P-256 (FIPS 186-4, D.1.2.3): a private key is a number in [1, n - 1].
    private static readonly byte[] CurveOrder =
        Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    /// <summary>Derives the pair of one user.</summary>
    /// <param name="controlKey">The installation's control key, <see cref="KeyLength"/> bytes.</param>
    /// <param name="installation">Name of the installation.</param>
    /// <param name="ns">Namespace of the TelegramUser.</param>
    /// <param name="name">Name of the TelegramUser.</param>
    /// <exception cref="ArgumentException">The key has another length.</exception>
    public static ControlCredentials Derive(ReadOnlySpan<byte> controlKey, string installation, string ns, string name)
    {
        if (controlKey.Length != KeyLength)
            throw new ArgumentException($"The control key must be {KeyLength} bytes, not {controlKey.Length}.", nameof(controlKey));
        var key = controlKey.ToArray();
        var identity = $"{installation}/{ns}/{name}";
        var token = Convert.ToBase64String(Expand(key, $"token:{identity}"))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            D = PrivateScalar(key, identity),
        });
        return new ControlCredentials(
            token, ecdsa.ExportPkcs8PrivateKeyPem(), PinOf(ecdsa.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>The pin of a SubjectPublicKeyInfo: its SHA-256, hex.</summary>
    public static string PinOf(ReadOnlySpan<byte> subjectPublicKeyInfo) =>
        Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo));

    private static byte[] PrivateScalar(byte[] key, string identity)
    {
        for (var attempt = 0; ; attempt++)
        {
            var scalar = Expand(key, $"tls-{attempt}:{identity}");
            if (scalar.AsSpan().SequenceCompareTo(CurveOrder) < 0 && scalar.AsSpan().ContainsAnyExcept((byte)0))
                return scalar;
        }
    }

    private static byte[] Expand(byte[] key, string label) =>
        HKDF.Expand(HashAlgorithmName.SHA256, key, 32, Encoding.UTF8.GetBytes(label));
}
