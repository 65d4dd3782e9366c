using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Dialogs;

namespace TelegramParser.Operator.Subscribing;

/// <summary>Reads through the REST API what an account is in, as any other program may.</summary>
internal sealed class DialogClient : IDisposable
{
    private const int PageSize = 500;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(90);

    private readonly HttpClient _http;
    private readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    /// <summary>Talks to a server.</summary>
    /// <param name="url">Its address.</param>
    /// <param name="token">The API token; none on the machine itself.</param>
    public DialogClient(Uri url, string? token)
    {
        ApiJson.Configure(_json);
        _http = new HttpClient { BaseAddress = url, Timeout = Timeout };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Everything that a user's account is in.</summary>
    /// <param name="user"><c>namespace:name</c>.</param>
    /// <param name="folder">Only what is in this folder; everything when null.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="UserErrorException">The server does not answer, or refuses.</exception>
    public async Task<(IReadOnlyList<string> Folders, IReadOnlyList<DialogItem> Dialogs)> ListAsync(
        string user, string? folder, CancellationToken cancellation)
    {
        var dialogs = new List<DialogItem>();
        for (string? cursor = null; ;)
        {
            var query = $"limit={PageSize}{Parameter("folder", folder)}{Parameter("cursor", cursor)}";
            var page = await GetAsync($"users/{Uri.EscapeDataString(user)}/dialogs?{query}", cancellation);
            dialogs.AddRange(page.Dialogs);
            cursor = page.NextCursor;
            if (cursor is null)
                return (page.Folders, dialogs);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<DialogPage> GetAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
            if (answer.IsSuccessStatusCode)
                return (await answer.Content.ReadFromJsonAsync<DialogPage>(_json, cancellation))!;
            throw new UserErrorException($"{_http.BaseAddress} refuses with {(int)answer.StatusCode}: {await ReasonAsync(answer, cancellation)}");
        }
        catch (HttpRequestException e)
        {
            throw new UserErrorException($"{_http.BaseAddress} does not answer: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new UserErrorException($"{_http.BaseAddress} answers something else than this version's REST API.", e);
        }
        catch (TaskCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new UserErrorException($"{_http.BaseAddress} did not answer in time.", e);
        }
    }

    private static async Task<string> ReasonAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            return (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>(cancellation))?["detail"] ?? answer.ReasonPhrase ?? "";
        }
        catch (JsonException)
        {
            return answer.ReasonPhrase ?? "";
        }
    }

    private static string Parameter(string name, string? value) => value is null ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
