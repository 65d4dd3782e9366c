using System.Net.Sockets;
using System.Security.Cryptography;
using TelegramParser.Harness.Telegram;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>The first step of the key exchange, asked over every transport that clients use.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private static readonly byte[] Nonce = RandomNumberGenerator.GetBytes(16);

    private SimulatorHost _host = null!;

    public async Task InitializeAsync() => _host = await SimulatorHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("ef", true)]
    [InlineData("eeeeeeee", false)]
    [InlineData("dddddddd", false)]
    public async Task A_plain_transport_is_told_by_its_first_bytes(string tag, bool isAbridged)
    {
        using var tcp = await ConnectAsync();
        Framing framing = isAbridged ? new Framing.Abridged() : new Framing.Intermediate(isPadded: false);

        await tcp.GetStream().WriteAsync((byte[])[.. Convert.FromHexString(tag), .. framing.Frame(ReqPq())]);

        AssertAnswers(await framing.ReadAsync(length => ReadAsync(tcp, length)));
    }

    [Fact]
    public async Task The_full_transport_is_told_by_the_number_of_its_first_packet()
    {
        using var tcp = await ConnectAsync();
        var framing = new Framing.Full();

        await tcp.GetStream().WriteAsync(framing.Frame(ReqPq()));

        AssertAnswers(await framing.ReadAsync(length => ReadAsync(tcp, length)));
    }

    [Theory]
    [InlineData(Framing.AbridgedTag)]
    [InlineData(Framing.IntermediateTag)]
    [InlineData(Framing.PaddedTag)]
    public async Task An_obfuscated_transport_is_opened_with_the_clients_proxy_secret(uint tag)
    {
        using var tcp = await ConnectAsync();
        var secret = Convert.FromHexString(_host.Register("somebody"));
        var framing = Framing.ByTag(tag)!;

        using var ciphers = await ObfuscateAsync(tcp, tag, secret);
        var request = framing.Frame(ReqPq());
        ciphers.Outgoing.Apply(request);
        await tcp.GetStream().WriteAsync(request);

        AssertAnswers(await framing.ReadAsync(async length =>
        {
            var bytes = await ReadAsync(tcp, length);
            ciphers.Incoming.Apply(bytes);
            return bytes;
        }));
    }

    [Fact]
    public async Task A_secret_that_is_not_registered_is_refused()
    {
        using var tcp = await ConnectAsync();

        using var ciphers = await ObfuscateAsync(tcp, Framing.IntermediateTag, RandomNumberGenerator.GetBytes(16));

        Assert.Equal(0, await tcp.GetStream().ReadAsync(new byte[1]));
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(_host.Simulator.EndPoint);
        return tcp;
    }

    private static async Task<byte[]> ReadAsync(TcpClient tcp, int length)
    {
        var bytes = new byte[length];
        await tcp.GetStream().ReadExactlyAsync(bytes);
        return bytes;
    }

    /// <summary>Sends the header of an obfuscated connection (https://core.telegram.org/mtproto/mtproto-transports).</summary>
    private static async Task<Ciphers> ObfuscateAsync(TcpClient tcp, uint tag, byte[] secret)
    {
        var header = RandomNumberGenerator.GetBytes(ObfuscatedHeader.Length);
        header[0] = 1;
        header[4] = 1;
        BitConverter.GetBytes(tag).CopyTo(header, 56);
        BitConverter.GetBytes((short)2).CopyTo(header, 60);
        var outgoing = new AesCtr(Hash.Sha256(header[8..40], secret), header[40..56]);
        byte[] reversed = [.. header[8..56].Reverse()];
        var incoming = new AesCtr(Hash.Sha256(reversed[..32], secret), reversed[32..]);

        var encrypted = (byte[])header.Clone();
        outgoing.Apply(encrypted);
        encrypted.AsSpan(56).CopyTo(header.AsSpan(56));
        await tcp.GetStream().WriteAsync(header);
        return new Ciphers(outgoing, incoming);
    }

    private static byte[] ReqPq()
    {
        const uint reqPqMulti = 0xbe7e8ef1;
        var body = new TlWriter().Id(reqPqMulti).Raw(Nonce).ToArray();
        return new TlWriter().Long(0).Long(4).Int(body.Length).Raw(body).ToArray();
    }

    private static void AssertAnswers(byte[] packet)
    {
        const uint resPq = 0x05162463;
        var reader = new TlReader(packet);
        Assert.Equal(0, reader.Long());
        reader.Long();
        reader.Int();
        Assert.Equal(resPq, reader.Id());
        Assert.Equal(Nonce, reader.Raw(16));
    }

    private sealed record Ciphers(AesCtr Outgoing, AesCtr Incoming) : IDisposable
    {
        public void Dispose()
        {
            Outgoing.Dispose();
            Incoming.Dispose();
        }
    }
}
