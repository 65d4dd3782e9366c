using System.CommandLine;
using System.Globalization;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator probe</c>: asks an address until it answers well, as the chart's test does.</summary>
internal static class ProbeCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var url = new Setting("--url", "TGPARSER_PROBE_URL", "Address to ask, such as http://localhost:8010/healthz.");
        var within = new Setting("--within", "TGPARSER_PROBE_WITHIN", "Seconds in which it has to answer with 2xx.", "60");
        var command = new Command("probe", "Ask an address until it answers well.");
        url.AddTo(command);
        within.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!Uri.TryCreate(url.Require(result), UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
                throw new UserErrorException("--url is not an http or https address.");
            using var client = new HttpClient { Timeout = AnswerLimit };
            var limit = TimeSpan.FromSeconds(within.RequireNumber(result));
            await AskAsync(client, address, limit, TimeProvider.System, cancellationToken);
            await result.InvocationConfiguration.Output.WriteLineAsync($"{address} answers.");
        });
        return command;
    }

    /// <summary>Asks once a second.</summary>
    /// <exception cref="UserErrorException">There was no good answer in time.</exception>
    internal static async Task AskAsync(HttpClient client, Uri url, TimeSpan within, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (await ProblemAsync(client, url, cancellationToken) is { } problem)
        {
            if (time.GetElapsedTime(start) + Pause > within)
                throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"{url} did not answer well within {within.TotalSeconds} s: {problem}"));
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static async Task<string?> ProblemAsync(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no answer";
        }
    }
}
