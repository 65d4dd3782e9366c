using System.Net;
using System.Text;
using TelegramParser.Worker.Egress;
using TelegramParser.Worker.Enrichment.Fetching.Robots;

namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>What is asked for.</summary>
/// <param name="Request">The page.</param>
/// <param name="Accept">Types that are wanted.</param>
/// <param name="MaxRedirects">Redirects that are followed.</param>
internal sealed record TransportRequest(FetchRequest Request, string Accept, int MaxRedirects);

/// <summary>A URL's answer after all redirects; the body has not been read.</summary>
/// <param name="Response">Status and headers. To be disposed of.</param>
/// <param name="Url">Whose answer it is.</param>
/// <param name="Redirects">How many have led there.</param>
/// <param name="Left">The answer is a redirect to <paramref name="Url"/>, another page, that was not followed.</param>
internal sealed record TransportAnswer(HttpResponseMessage Response, Uri Url, int Redirects, bool Left) : IDisposable
{
    public void Dispose() => Response.Dispose();
}

/// <summary>
/// Asks servers for the length of one fetch, and follows their redirects hop by hop; each hop passes the guard like the first.
/// </summary>
internal sealed class PageTransport(FetcherOptions options, AddressGuard guard, GuardedDialer dialer, FetchBudget budget) : IDisposable
{
    private readonly HttpMessageInvoker _http = new(
        new GuardedHandler(guard, dialer, connection => new MeteredStream(connection, budget), options.MaxHeaderKilobytes));

    /// <summary>Asks for a URL.</summary>
    /// <exception cref="Exception">Whatever went wrong; <see cref="FetchFailures"/> tells what it means.</exception>
    public async Task<TransportAnswer> GetAsync(TransportRequest ask)
    {
        var url = Askable(ask.Request.Url);
        var seen = new HashSet<string>(StringComparer.Ordinal) { url.AbsoluteUri };
        for (var redirects = ask.Request.RedirectsBefore; ; redirects++)
        {
            var response = await SendAsync(url, ask);
            try
            {
                if (RedirectOf(response, url) is not { } next)
                    return new TransportAnswer(response, url, redirects, Left: false);
                if (redirects >= ask.MaxRedirects || !seen.Add(next.AbsoluteUri))
                    throw new FetchException(FetchReasons.TooManyRedirects, $"The page redirects in a circle, or more than {ask.MaxRedirects} times.");
                if (ask.Request.Leaves?.Invoke(next) == true)
                    return new TransportAnswer(response, next, redirects + 1, Left: true);
                if (ask.Request.Allows?.Invoke(next) == false)
                    throw new FetchException(FetchReasons.DisallowedByRobots, RobotsRules.Refusal);
                url = next;
            }
            catch
            {
                response.Dispose();
                throw;
            }
            response.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> SendAsync(Uri url, TransportRequest ask)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.ConnectionClose = true;
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", ask.Accept);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", ContentDecoder.Accepted);
        if (ask.Request.Validators is { ETag: { } tag })
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        if (ask.Request.Validators is { LastModified: { } date })
            request.Headers.TryAddWithoutValidation("If-Modified-Since", date);
        budget.BeginAnswer();
        return _http.SendAsync(request, budget.Token);
    }

    private Uri? RedirectOf(HttpResponseMessage response, Uri url)
    {
        if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
        {
            return null;
        }
        var location = response.Header("Location")?.Trim();
        if (string.IsNullOrEmpty(location))
            throw new FetchException(FetchReasons.BadResponse, $"The server answered {(int)response.StatusCode} without a Location.");
        if (location.Length > options.MaxUrlCharacters || !Uri.TryCreate(url, Readable(location), out var next))
            throw new FetchException(FetchReasons.InvalidUrl, "The server redirects to something that is no URL.");
        return Askable(next);
    }

    // Without its fragment, and its host as HostName has it: the platform's own punycode knows no case but ASCII's.
    private static Uri Askable(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            return url;
        var host = HostName.Normalize(url.Host)
            ?? throw new FetchException(FetchReasons.InvalidUrl, "The URL's host is neither a name nor an address.");
        return new UriBuilder(url) { Host = host, Fragment = "" }.Uri;
    }

    // Many servers write a Location in raw bytes. They arrive as Latin-1: as UTF-8 they may be a host, else they are escaped.
    private static string Readable(string location)
    {
        if (Ascii.IsValid(location))
            return location;
        var bytes = Encoding.Latin1.GetBytes(location);
        try
        {
            return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return string.Concat(bytes.Select(b => b < 0x80 ? ((char)b).ToString() : $"%{b:X2}"));
        }
    }
}
