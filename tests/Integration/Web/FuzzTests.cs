using System.Text;
using TelegramParser.Harness.Fuzzing;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>Whatever a client sends, it gets an answer that says what is wrong; the server never fails over it.</summary>
[Collection(PostgresCollection.Name)]
public sealed class FuzzTests(PostgresFixture postgres)
{
    // What a server answers when it has failed, and not the client or the worker.
    private const int InternalServerError = 500;

    private static readonly string[] Requests =
    [
        "GET /users?authenticated_only=true&active_only=true",
        "GET /users/1",
        "GET /users/default:alice/channels",
        "GET /users/default:alice/posts?limit=10&offset=0&channel=-1001500000001&since=2026-05-01T00:00:00Z&until=2026-06-01&q=ship",
        "GET /users/default:alice/posts/export?format=jsonl&since=2026-05-01",
        "GET /users/default:alice/login",
        "GET /users/default:alice/unstored?limit=5",
        "GET /posts/1",
        "GET /posts/1/links",
        "GET /pages/1",
        "GET /parse_runs/7",
        "GET /stats",
        "GET /stats/enrichment",
        "POST /parse_all_channels\n{}",
        "POST /users/default:alice/login/phone\n{\"phone_number\":\"+15550000001\"}",
        "POST /users/default:alice/login/code\n{\"code\":\"12345\"}",
        "POST /users/default:alice/login/password\n{\"password\":\"correct horse\"}",
        "POST /users/default:alice/channels/-1001500000001/parse",
        "POST /users/default:alice/enrichment/retry\n{}",
        "POST /pages/1/retry",
    ];

    [Fact]
    public async Task A_damaged_request_is_answered()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        await web.AddUserWithWorkerAsync("alice");

        Fuzz.Damaged("API requests", Requests, 800, text => SendAsync(web.Http, text).GetAwaiter().GetResult());

        using var answer = await web.Http.GetAsync("/readyz");
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static async Task SendAsync(HttpClient http, string text)
    {
        var (line, body) = text.Split('\n', 2) is [var first, var rest] ? (first, rest) : (text, "");
        var method = line.StartsWith("GET", StringComparison.Ordinal) ? HttpMethod.Get : HttpMethod.Post;
        var target = line.Contains(' ', StringComparison.Ordinal) ? line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..] : line;
        // What no HTTP client would send is not tried.
        if (!Uri.TryCreate(http.BaseAddress, "/" + target.TrimStart('/'), out var address) || address.Authority != http.BaseAddress!.Authority)
            return;
        using var request = new HttpRequestMessage(method, address);
        if (method == HttpMethod.Post)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { { "Content-Type", "application/json" } } };
        using var answer = await http.SendAsync(request);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode != InternalServerError, $"{text} -> {(int)answer.StatusCode} {said}");
    }
}
