using System.Net;
using System.Text.RegularExpressions;
using TelegramParser.Harness.Web;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>What a browser does of its own: it keeps cookies, and sends forms with the token that is in them.</summary>
internal sealed partial class Browser(WebInstallation web) : IDisposable
{
    /// <summary>Its requests.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = web.Url };

    /// <summary>Signs in.</summary>
    public Task<HttpResponseMessage> SignInAsync(string token) => SendAsync("/signin", "/signin", ("token", token));

    /// <summary>Opens a page and sends a form that is on it.</summary>
    /// <param name="page">The page.</param>
    /// <param name="action">Where the form goes.</param>
    /// <param name="fields">What a person has given.</param>
    public async Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = FormToken().Match(await Http.GetStringAsync(page)).Groups["token"].Value;
        return await Http.PostAsync(action, new FormUrlEncodedContent(
            [KeyValuePair.Create("form_token", WebUtility.HtmlDecode(token)), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]));
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    [GeneratedRegex("""name="form_token" value="(?<token>[^"]+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormToken();
}
