using System.Security.Cryptography;
using TelegramParser.Contracts.Control;

namespace TelegramParser.UnitTests.Contracts;

public sealed class ControlCredentialsTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public void Both_sides_derive_the_same_pair()
    {
        Assert.Equal(Derive("alice"), Derive("alice"));
    }

    [Fact]
    public void No_two_users_share_a_token_or_a_key()
    {
        var (alice, bob) = (Derive("alice"), Derive("bob"));
        Assert.NotEqual(alice.Token, bob.Token);
        Assert.NotEqual(alice.PublicKeySha256, bob.PublicKeySha256);
    }

    [Fact]
    public void The_pin_is_that_of_the_private_key()
    {
        var pair = Derive("alice");
        using var key = ECDsa.Create();
        key.ImportFromPem(pair.PrivateKeyPem);
        Assert.Equal(pair.PublicKeySha256, ControlCredentials.PinOf(key.ExportSubjectPublicKeyInfo()));
        Assert.Equal(43, pair.Token.Length);
    }

    [Fact]
    public void A_key_of_another_length_is_refused() =>
        Assert.Throws<ArgumentException>(() => ControlCredentials.Derive(new byte[16], "i", "ns", "n"));

    private static ControlCredentials Derive(string name) => ControlCredentials.Derive(Key, "default", "default", name);
}
