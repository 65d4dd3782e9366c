using System.Net;
using TelegramParser.Harness.Time;
using TelegramParser.Operator.Cli;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.UnitTests.Operator.Cli;

public sealed class ProbeCommandTests
{
    private static readonly Uri Url = new("http://server:8010/healthz");
    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_asks_every_second_until_the_answer_is_good()
    {
        using var server = new Answers(() => throw new HttpRequestException("refused"), () => HttpStatusCode.ServiceUnavailable, () => HttpStatusCode.OK);
        using var client = new HttpClient(server);
        var probe = ProbeCommand.AskAsync(client, Url, TimeSpan.FromSeconds(60), _time, CancellationToken.None);
        for (var asked = 1; asked <= 2; asked++)
        {
            await Eventually.SeeAsync(() => Task.FromResult(server.Asked == asked && _time.Waiting == 1));
            Assert.False(probe.IsCompleted);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
        await probe;
        Assert.Equal(3, server.Asked);
    }

    [Fact]
    public async Task It_says_what_was_wrong_last_when_time_is_up()
    {
        using var server = new Answers(() => HttpStatusCode.ServiceUnavailable);
        using var client = new HttpClient(server);
        var error = await Assert.ThrowsAsync<UserErrorException>(() =>
            ProbeCommand.AskAsync(client, Url, TimeSpan.FromSeconds(0.5), _time, CancellationToken.None));
        Assert.Equal($"{Url} did not answer well within 0.5 s: 503 Service Unavailable", error.Message);
    }

    /// <summary>Answers in turn.</summary>
    private sealed class Answers(params IReadOnlyList<Func<HttpStatusCode>> answers) : HttpMessageHandler
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = answers[Interlocked.Increment(ref _asked) - 1];
            return Task.FromResult(new HttpResponseMessage(answer()));
        }
    }
}
