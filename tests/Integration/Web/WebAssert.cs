using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>Reads answers of the REST API.</summary>
internal static class WebAssert
{
    /// <summary>The body of a successful answer.</summary>
    public static async Task<JsonNode> JsonAsync(this HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path);
        return await JsonAsync(answer, HttpStatusCode.OK);
    }

    /// <summary>The body of a successful command.</summary>
    public static async Task<JsonNode> CommandAsync(this HttpClient http, string path, object? body = null)
    {
        using var answer = await http.PostAsync(path, Body(body));
        return await JsonAsync(answer, HttpStatusCode.OK);
    }

    /// <summary>The body of an answer with the given status.</summary>
    public static async Task<JsonNode> JsonAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Checks that an answer is problem details with a code, and returns them.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode} instead of {(int)status}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(text)!;
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.NotEmpty((string?)problem["title"] ?? "");
        Assert.NotEmpty((string?)problem["detail"] ?? "");
        return problem;
    }

    /// <summary>Checks that a GET is answered with problem details.</summary>
    public static async Task<JsonNode> ProblemAsync(this HttpClient http, string path, HttpStatusCode status, string code)
    {
        using var answer = await http.GetAsync(path);
        return await ProblemAsync(answer, status, code);
    }

    /// <summary>Checks that a POST is answered with problem details.</summary>
    public static async Task<JsonNode> RefusedAsync(
        this HttpClient http, string path, HttpStatusCode status, string code, object? body = null)
    {
        using var answer = await http.PostAsync(path, Body(body));
        return await ProblemAsync(answer, status, code);
    }

    private static StringContent? Body(object? body) => body is null
        ? null
        : new StringContent(body as string ?? JsonSerializer.Serialize(body), System.Text.Encoding.UTF8, "application/json");
}
