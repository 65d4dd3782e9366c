using System.IO.Compression;
using System.Text;
using TelegramParser.Harness.Pages;
using TelegramParser.Harness.Time;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.IntegrationTests.Enrichment;

/// <summary>Servers that would keep a worker busy or fill its memory. Each comes to the end of a cap, and the reason says which.</summary>
[Collection(Alone.Name)]
public sealed class HostileServerTests
{
    private const int Megabyte = 1 << 20;

    // The caps are 8 MB of body and its text, twice as long in memory; buffers that grow are thrice what they hold.
    private const long FewMegabytes = 64 * Megabyte;

    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_decompression_bomb_goes_off_at_the_cap(string encoding)
    {
        var bomb = Compress(encoding, 1_000 * Megabyte);
        await using var scene = FetchScene.Start((_, reply) =>
            reply.AnswerAsync("200 OK", bomb, "Content-Type: text/html", $"Content-Encoding: {encoding}"));
        var failed = await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"));
        Assert.Equal((FetchReasons.TooLarge, false), (failed.Reason, failed.MayPass));
    }

    [Fact]
    public async Task A_bomb_within_a_bomb_goes_off_at_the_cap()
    {
        var bomb = Compress("gzip", Compress("gzip", 1_000 * Megabyte));
        Assert.InRange(bomb.Length, 1, Megabyte);
        await using var scene = FetchScene.Start((_, reply) =>
            reply.AnswerAsync("200 OK", bomb, "Content-Type: text/html", "Content-Encoding: gzip, gzip"));
        Assert.Equal(FetchReasons.TooLarge, (await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"))).Reason);
    }

    [Fact]
    public async Task A_page_of_200_MB_is_refused_by_its_length_alone()
    {
        var sent = 0L;
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {200 * Megabyte}\r\n\r\n");
            sent = await SendMegabytesAsync(reply, 200);
        });
        var failed = await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"));
        Assert.Equal(FetchReasons.TooLarge, failed.Reason);
        await scene.DisposeAsync();
        Assert.InRange(sent, 0, 20 * Megabyte);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Transfer-Encoding: chunked\r\n")]
    public async Task A_page_of_200_MB_that_does_not_say_its_length_is_read_up_to_the_cap(string framing)
    {
        var sent = 0L;
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{framing}\r\n");
            sent = await SendMegabytesAsync(reply, 200, chunked: framing.Length > 0);
        });
        var failed = await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"));
        Assert.Equal(FetchReasons.TooLarge, failed.Reason);
        await scene.DisposeAsync();
        Assert.InRange(sent, 7 * Megabyte, 30 * Megabyte);
    }

    [Fact]
    public async Task Chunks_that_are_mostly_frame_count_by_what_came_over_the_wire()
    {
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n");
            var chunk = Encoding.ASCII.GetBytes($"1;{new string('x', 8_000)}\r\na\r\n");
            for (var i = 0; i < 10_000; i++)
                await reply.SendAsync(chunk);
        });
        Assert.Equal(FetchReasons.TooLarge, (await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"))).Reason);
    }

    [Theory]
    [InlineData("X-Header: a line of some length that tells nothing\r\n")]
    [InlineData("and the one header goes on and on")]
    public async Task Headers_without_an_end_come_to_the_cap(string endless)
    {
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync("HTTP/1.1 200 OK\r\nX-First: ");
            var line = Encoding.ASCII.GetBytes(endless);
            for (var i = 0; i < 2_000_000; i++)
                await reply.SendAsync(line);
        });
        Assert.Equal(FetchReasons.HeadersTooLarge, (await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"))).Reason);
    }

    [Fact]
    public async Task Interim_answers_without_an_end_count_as_headers()
    {
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            var interim = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"HTTP/1.1 103 Early Hints\r\nLink: {new string('x', 1_000)}\r\n\r\n", 16)));
            for (var i = 0; i < 10_000; i++)
                await reply.SendAsync(interim);
        });
        Assert.Equal(FetchReasons.HeadersTooLarge, (await InFewMegabytesAsync(() => scene.FailAsync("http://example.com/"))).Reason);
    }

    [Fact]
    public async Task A_million_nested_tags_are_mere_bytes_to_the_fetcher()
    {
        var html = string.Concat(Enumerable.Repeat("<b>", 1_000_000));
        await using var scene = FetchScene.Start((_, reply) => reply.HtmlAsync(html));
        var page = await InFewMegabytesAsync(async () => Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/")));
        Assert.Equal(html, page.Html);
    }

    [Fact]
    public async Task A_slow_drip_ends_with_the_time_for_all_of_it()
    {
        using var tick = new SemaphoreSlim(0);
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            while (true)
            {
                await tick.WaitAsync(reply.Ending);
                await reply.SendAsync("x");
            }
        }, time: _time);
        var fetch = scene.FailAsync("http://example.com/");
        // A clock that runs ahead while the connection is being made would end that.
        await Eventually.SeeAsync(() => Task.FromResult(!scene.Server.Requests.IsEmpty));
        var options = new FetcherOptions();
        var step = TimeSpan.FromSeconds(6);
        for (var passed = step; passed < options.TotalTime; passed += step)
        {
            await HeardAsync(options);
            _time.Advance(step);
            Assert.False(fetch.IsCompleted);
            tick.Release();
        }
        await HeardAsync(options);
        _time.Advance(step);
        var failed = await fetch;
        Assert.Equal((FetchReasons.TimedOut, true), (failed.Reason, failed.MayPass));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\nfive!")]
    public async Task A_server_that_falls_silent_is_left(string said)
    {
        var silent = new TaskCompletionSource();
        await using var scene = FetchScene.Start(async (_, reply) =>
        {
            await reply.SendAsync(said);
            silent.SetResult();
            await Task.Delay(Timeout.Infinite, reply.Ending);
        }, time: _time);
        var fetch = scene.FailAsync("http://example.com/");
        await silent.Task;
        // What was said may still be on its way, and would end the silence.
        var failed = await Eventually.SeeAsync(
            async () =>
            {
                if (!fetch.IsCompleted)
                    _time.Advance(TimeSpan.FromSeconds(1));
                return fetch.IsCompleted ? await fetch : null;
            },
            outcome => outcome is not null);
        Assert.Equal((FetchReasons.Stalled, true), (failed!.Reason, failed.MayPass));
        Assert.True(_time.GetUtcNow() - new ManualTime().GetUtcNow() < new FetcherOptions().TotalTime);
    }

    [Fact]
    public async Task An_endless_redirect_ends_after_as_many_as_are_followed()
    {
        await using var scene = FetchScene.Start((request, reply) => reply.RedirectAsync($"{request.Target}x"));
        Assert.Equal(FetchReasons.TooManyRedirects, (await scene.FailAsync("http://example.com/")).Reason);
        Assert.Equal(new FetcherOptions().MaxRedirects + 1, scene.Server.Connections);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends_where_it_closes()
    {
        await using var scene = FetchScene.Start((request, reply) => reply.RedirectAsync(request.Target == "/a" ? "/b#again" : "/a"));
        Assert.Equal(FetchReasons.TooManyRedirects, (await scene.FailAsync("http://example.com/a")).Reason);
        Assert.Equal(2, scene.Server.Connections);
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n\r\n<p>short</p>", FetchReasons.ConnectionFailed, true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nhello", FetchReasons.ConnectionFailed, true)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", FetchReasons.BadResponse, false)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhello", FetchReasons.BadResponse, false)]
    [InlineData("Content-Encoding: gzip\r\n\r\nnot gzip at all", FetchReasons.BadEncoding, false)]
    [InlineData("Content-Encoding: br\r\n\r\nnot brotli at all", FetchReasons.BadEncoding, false)]
    [InlineData("Content-Encoding: zstd\r\n\r\nwhatever", FetchReasons.BadEncoding, false)]
    [InlineData("Content-Encoding: gzip, gzip, gzip, gzip\r\n\r\nwhatever", FetchReasons.BadEncoding, false)]
    public async Task An_answer_that_contradicts_itself_is_a_failure(string rest, string reason, bool mayPass)
    {
        await using var scene = FetchScene.Start((_, reply) => reply.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{rest}"));
        var failed = await scene.FailAsync("http://example.com/");
        Assert.Equal((reason, mayPass), (failed.Reason, failed.MayPass));
    }

    [Fact]
    public async Task A_page_that_is_longer_than_said_is_as_long_as_said()
    {
        await using var scene = FetchScene.Start((_, reply) =>
            reply.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 8\r\n\r\n<p>x</p>and what nobody asked for"));
        Assert.Equal("<p>x</p>", Assert.IsType<FetchOutcome.Fetched>(await scene.FetchAsync("http://example.com/")).Html);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("HTTP/1.1 two hundred\r\n\r\n")]
    [InlineData("HTTP/9.9 OK\r\n\r\n")]
    [InlineData("\0\0\0\0\0\0\r\n\r\n")]
    public async Task What_is_not_HTTP_is_a_failure(string said)
    {
        await using var scene = FetchScene.Start((_, reply) => reply.SendAsync(said));
        Assert.Contains((await scene.FailAsync("http://example.com/")).Reason, (string[])[FetchReasons.BadResponse, FetchReasons.ConnectionFailed]);
    }

    [Fact]
    public async Task Whoever_gives_up_gets_no_outcome()
    {
        await using var scene = FetchScene.Start((_, reply) => Task.Delay(Timeout.Infinite, reply.Ending));
        using var giveUp = new CancellationTokenSource();
        var fetch = scene.Fetcher.FetchAsync(new FetchRequest(new Uri("http://example.com/")), giveUp.Token);
        await Eventually.SeeAsync(() => Task.FromResult(!scene.Server.Requests.IsEmpty));
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    // The silence begins anew with each byte: its timer is back at its full length once the byte has been read.
    private async Task HeardAsync(FetcherOptions options) =>
        await Eventually.SeeAsync(() => Task.FromResult(_time.Dues.Contains(options.StallTime)));

    private static async Task<long> SendMegabytesAsync(PageReply reply, int megabytes, bool chunked = false)
    {
        var megabyte = Encoding.ASCII.GetBytes(new string('a', Megabyte));
        var sent = 0L;
        try
        {
            for (; sent < (long)megabytes * Megabyte; sent += Megabyte)
            {
                if (chunked)
                    await reply.SendAsync($"{Megabyte:x}\r\n");
                await reply.SendAsync(megabyte);
                if (chunked)
                    await reply.SendAsync("\r\n");
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has heard enough.
        }
        return sent;
    }

    // Allocations of the whole process, server included: what was never allocated was never in memory.
    private static async Task<T> InFewMegabytesAsync<T>(Func<Task<T>> work)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var result = await work();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, FewMegabytes);
        return result;
    }

    private static byte[] Compress(string encoding, int zeros)
    {
        using var target = new MemoryStream();
        using (var compressor = Compressor(encoding, target))
        {
            var megabyte = new byte[Megabyte];
            for (var i = 0; i < zeros / Megabyte; i++)
                compressor.Write(megabyte);
        }
        return target.ToArray();
    }

    private static byte[] Compress(string encoding, byte[] content)
    {
        using var target = new MemoryStream();
        using (var compressor = Compressor(encoding, target))
            compressor.Write(content);
        return target.ToArray();
    }

    private static Stream Compressor(string encoding, Stream target) => encoding switch
    {
        "gzip" => new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true),
        "deflate" => new ZLibStream(target, CompressionLevel.Fastest, leaveOpen: true),
        _ => new BrotliStream(target, CompressionLevel.Fastest, leaveOpen: true),
    };
}

/// <summary>Tests that measure the process and so have it to themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    /// <summary>The collection's name.</summary>
    public const string Name = "Enrichment, alone";
}
