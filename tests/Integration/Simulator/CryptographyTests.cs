using TelegramParser.TelegramSimulator.Cryptography;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>Published vectors: IGE from OpenSSL's tests, CTR from NIST SP 800-38A, F.5.5.</summary>
public sealed class CryptographyTests
{
    [Theory]
    [InlineData(
        "000102030405060708090A0B0C0D0E0F",
        "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "1A8519A6557BE652E9DA8E43DA4EF4453CF456B4CA488AA383C79C98B34797CB")]
    [InlineData(
        "5468697320697320616E20696D706C65",
        "6D656E746174696F6E206F6620494745206D6F646520666F72204F70656E5353",
        "99706487A1CDE613BC6DE0B6F24B1C7AA448C8B9C3403E3467A8CAD89340F53B",
        "4C2E204C6574277320686F70652042656E20676F74206974207269676874210A")]
    public void Ige_encrypts_and_decrypts_as_published(string key, string iv, string plain, string encrypted)
    {
        var actual = AesIge.Encrypt(Hex(plain), Hex(key), Hex(iv));

        Assert.Equal(encrypted, Convert.ToHexString(actual));
        Assert.Equal(plain, Convert.ToHexString(AesIge.Decrypt(actual, Hex(key), Hex(iv))));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(4_000)]
    public void Ige_gives_back_what_it_was_given(int length)
    {
        var plain = new byte[length / 16 * 16];
        new Random(1).NextBytes(plain);
        byte[] key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
        byte[] iv = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

        Assert.Equal(plain, AesIge.Decrypt(AesIge.Encrypt(plain, key, iv), key, iv));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1)]
    public void Ctr_runs_on_over_pieces_as_published(int piece)
    {
        var data = Hex(
            "6BC1BEE22E409F96E93D7E117393172AAE2D8A571E03AC9C9EB76FAC45AF8E51" +
            "30C81C46A35CE411E5FBC1191A0A52EFF69F2445DF4F9B17AD2B417BE66C3710");
        using var ctr = new AesCtr(
            Hex("603DEB1015CA71BE2B73AEF0857D77811F352C073B6108D72D9810A30914DFF4"), Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFDFEFF"));

        for (var start = 0; start < data.Length; start += piece)
            ctr.Apply(data.AsSpan(start, piece));

        Assert.Equal(
            "601EC313775789A5B7A7F504BBF3D228F443E3CA4D62B59ACA84E990CACAF5C5" +
            "2B0930DAA23DE94CE87017BA2D84988DDFC9C58DB67AADA613C2DD08457941A6",
            Convert.ToHexString(data));
    }

    [Fact]
    public void A_key_file_is_made_once_and_gives_the_same_key_again()
    {
        var folder = Directory.CreateTempSubdirectory("server-key-");
        try
        {
            var path = Path.Combine(folder.FullName, "key.pem");

            var first = ServerKey.LoadOrCreate(path);
            var second = ServerKey.LoadOrCreate(path);

            Assert.Equal(first.PublicPem, second.PublicPem);
            Assert.Equal(first.Fingerprint, second.Fingerprint);
            Assert.Equal(425, first.PublicPem.Length);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Hex(string text) => Convert.FromHexString(text);
}
