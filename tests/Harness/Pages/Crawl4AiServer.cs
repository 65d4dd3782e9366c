using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TelegramParser.Harness.Pages;

/// <summary>
/// Speaks the part of Crawl4AI's API that a worker asks for, as its server does (<c>deploy/docker/server.py</c>, version 0.9):
/// <c>POST /md</c> with a bearer token; a page that cannot be read is 500 with a <c>detail</c>. What it answers is the test's.
/// </summary>
public sealed class Crawl4AiServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _token;

    private Crawl4AiServer(string token)
    {
        _token = token;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.UseRouting();
        _app.MapPost("/md", AnswerAsync);
    }

    /// <summary>Its address.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>The bodies of authorized requests, in order.</summary>
    public ConcurrentQueue<JsonNode> Asked { get; } = new();

    /// <summary>Requests without the right token.</summary>
    public int Unauthorized { get; private set; }

    /// <summary>Answers a request; by default with a page of one paragraph.</summary>
    public Func<HttpContext, JsonNode, Task> OnMarkdown { get; set; } = (context, asked) => MarkdownAsync(context, asked, "# A page\n\nWith a text.");

    /// <summary>Starts one.</summary>
    public static async Task<Crawl4AiServer> StartAsync(string token)
    {
        var server = new Crawl4AiServer(token);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>An answer with Markdown.</summary>
    public static Task MarkdownAsync(HttpContext context, JsonNode asked, string markdown, bool success = true) => WriteAsync(context, 200, new JsonObject
    {
        ["url"] = asked["url"]!.DeepClone(),
        ["filter"] = asked["f"]!.DeepClone(),
        ["query"] = null,
        ["cache"] = "0",
        ["markdown"] = markdown,
        ["success"] = success,
    });

    /// <summary>An answer that is an error.</summary>
    public static Task FailAsync(HttpContext context, int status, string detail) => WriteAsync(context, status, new JsonObject { ["detail"] = detail });

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var asked = (await JsonNode.ParseAsync(context.Request.Body))!;
        if (context.Request.Headers.Authorization != $"Bearer {_token}")
        {
            Unauthorized++;
            await FailAsync(context, 401, "Invalid or expired token");
            return;
        }
        Asked.Enqueue(asked);
        if (((string?)asked["url"])?.StartsWith("http", StringComparison.Ordinal) != true)
            await FailAsync(context, 400, "Invalid URL format.");
        else
            await OnMarkdown(context, asked);
    }

    private static Task WriteAsync(HttpContext context, int status, JsonObject answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer.ToJsonString());
    }
}
