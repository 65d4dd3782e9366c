using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage;

namespace TelegramParser.Operator.Web.Api;

/// <summary>Probes of the kubelet and of load balancers.</summary>
internal static class HealthApi
{
    public static void MapHealthApi(this IEndpointRouteBuilder app)
    {
        var health = app.MapGroup("").WithTags("Health").AllowAnonymous();
        health.MapGet("/healthz", () => TypedResults.Ok(new Health("ok")))
            .WithName("GetHealth")
            .WithSummary("Tell whether the web server runs")
            .WithDescription("Asks nobody else, so that a restart of this server is the right answer when it fails.");
        health.MapGet("/readyz", ReadyAsync)
            .WithName("GetReadiness")
            .WithSummary("Tell whether requests can be served")
            .WithDescription("Ready means that Postgres answers and that all migrations of this version are applied.")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<Health>> ReadyAsync(Migrator migrator, CancellationToken cancellation)
    {
        IReadOnlyList<string> pending = await migrator.PendingAsync(cancellation);
        return pending.Count == 0
            ? TypedResults.Ok(new Health("ok"))
            : throw new ApiProblem(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.DatabaseUnavailable, "The database is not migrated.",
                $"Run 'operator migrate'; pending: {string.Join(", ", pending)}.");
    }
}

/// <summary>A good state of the server.</summary>
/// <param name="Status">Always <c>ok</c>.</param>
public sealed record Health(string Status);
