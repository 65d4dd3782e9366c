using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TelegramParser.Harness;
using TelegramParser.Harness.Cluster;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>An HTTP server in the cluster, asked over a forwarded port. A forward ends with its pod, and is made again then.</summary>
internal sealed class ForwardedHttp(KubernetesCluster cluster, string ns, string target, int port, Func<Task<string?>> token) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromMinutes(5) };
    private PortForward? _forward;

    /// <summary>Asks once.</summary>
    /// <returns>The status, 0 when nobody answered, and the body if it is JSON.</returns>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string route, object? body = null)
    {
        try
        {
            _forward ??= await cluster.ForwardAsync(ns, target, port);
            using var request = new HttpRequestMessage(method, new Uri(_forward.Url, route));
            if (await token() is { } bearer)
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
            if (body is not null)
                request.Content = JsonContent.Create(body);
            using var answer = await _http.SendAsync(request);
            var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
            return ((int)answer.StatusCode, isJson ? await answer.Content.ReadFromJsonAsync<JsonElement>() : default);
        }
        catch (Exception e) when (e is HttpRequestException or CommandException or IOException)
        {
            // No pod to forward to, or it went away on the way.
            await CloseAsync();
            return (0, default);
        }
    }

    /// <summary>Asks once and wants success.</summary>
    public async Task<JsonElement> NeedAsync(HttpMethod method, string route, object? body = null)
    {
        var (status, answer) = await SendAsync(method, route, body);
        return status is >= 200 and < 300
            ? answer
            : throw new InvalidOperationException($"{method} {route} answered {status}: {(answer.ValueKind is JsonValueKind.Undefined ? "" : answer)}");
    }

    /// <summary>The HTML of a page.</summary>
    public async Task<string> PageAsync(string route)
    {
        _forward ??= await cluster.ForwardAsync(ns, target, port);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_forward.Url, route));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await token());
        using var answer = await _http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _http.Dispose();
    }

    private async Task CloseAsync()
    {
        if (_forward is not null)
            await _forward.DisposeAsync();
        _forward = null;
    }
}
