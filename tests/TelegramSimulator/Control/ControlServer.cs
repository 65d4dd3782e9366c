using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>The HTTP port by which a test, or a person with curl, changes and reads the simulated world.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    public ControlServer(Simulator simulator, IPEndPoint address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(address));
        builder.Services.ConfigureHttpJsonOptions(options => Json.Apply(options.SerializerOptions));
        _application = builder.Build();
        _application.Use(AnswerMistakes);
        _application.MapGet("/healthz", () => "ok");
        _application.MapAccounts(simulator);
        _application.MapChannels(simulator.World);
        _application.MapMemberships(simulator.World);
        _application.MapGroups(simulator.World);
        _application.MapWebhooks();
        _application.MapFaults(simulator);
        _application.MapClients(simulator);
    }

    /// <summary>Known once the server has started.</summary>
    public Uri Address => new(_application.Urls.First());

    public Task StartAsync(CancellationToken cancellation) => _application.StartAsync(cancellation);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>What a caller got wrong is told in plain words.</summary>
    private static async Task AnswerMistakes(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            await Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        }
    }
}
