using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using TelegramParser.Worker.Enrichment.Fetching;

namespace TelegramParser.Worker.Enrichment.Providers.Crawl4Ai;

/// <summary>
/// The one request of Crawl4AI's API that is needed, <c>POST /md</c> (https://docs.crawl4ai.com/core/self-hosting/): it opens a page in a
/// browser and answers with the Markdown of its main content.
/// </summary>
/// <param name="options">How it is asked.</param>
/// <param name="token">The bearer token as it is now; null when it needs none.</param>
/// <param name="time">Clock of the time limit.</param>
internal sealed class Crawl4AiClient(Crawl4AiOptions options, Func<string?> token, TimeProvider time) : IDisposable
{
    // Without the parts of a page that are not its article.
    private const string Filter = "fit";

    private readonly Uri _endpoint = new($"{options.Url.AbsoluteUri.TrimEnd('/')}/md");

    // A redirect would take the token elsewhere.
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The Markdown of a page; maybe empty.</summary>
    /// <param name="page">A URL that <see cref="Egress.AddressGuard"/> lets through.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="Crawl4AiException">There is none.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<string> GetMarkdownAsync(Uri page, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await AskAsync(page, either.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new Crawl4AiException($"it took longer than {options.Timeout.TotalSeconds:0} s", serverFailed: true, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new Crawl4AiException("it cannot be reached, or the connection ended before the answer was whole", serverFailed: true, e);
        }
        catch (JsonException e)
        {
            throw new Crawl4AiException("its answer is not the JSON that is expected", serverFailed: true, e);
        }
        catch (FetchException e)
        {
            throw new Crawl4AiException($"its answer is longer than {options.MaxBytes:N0} bytes", serverFailed: false, e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<string> AskAsync(Uri page, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _endpoint)
        {
            Content = JsonContent.Create(new Question(page.AbsoluteUri, Filter), Crawl4AiJson.Default.Question),
        };
        if (token() is { } bearer)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode)
        {
            var code = (int)response.StatusCode;
            throw new Crawl4AiException($"it answered {code}", serverFailed: code is < 400 or 401 or 403 or 404 or 405 or 407 or 429 or >= 500);
        }
        await using var body = new CappedStream(await response.Content.ReadAsStreamAsync(ct), options.MaxBytes);
        var answer = await JsonSerializer.DeserializeAsync(body, Crawl4AiJson.Default.Answer, ct);
        return answer switch
        {
            { Success: true } => answer.Markdown ?? "",
            { Success: false } => throw new Crawl4AiException("it could not read the page", serverFailed: false),
            _ => throw new JsonException("The answer does not say whether it is a success."),
        };
    }

    internal sealed record Question(string Url, string F);

    internal sealed record Answer(bool? Success, string? Markdown);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Crawl4AiClient.Question))]
[JsonSerializable(typeof(Crawl4AiClient.Answer))]
internal sealed partial class Crawl4AiJson : JsonSerializerContext;
