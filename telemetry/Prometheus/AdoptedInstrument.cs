namespace TelegramParser.Telemetry.Prometheus;

/// <summary>
/// An instrument of the platform or of a library, under a name by Prometheus's rules and with only those labels whose values are bounded.
/// </summary>
/// <param name="Meter">Name of its meter.</param>
/// <param name="Instrument">Its own name.</param>
/// <param name="Name">Its name in Prometheus.</param>
/// <param name="Help">What it means.</param>
/// <param name="Labels">Names of labels by those of its tags; other tags are dropped, and their series added up.</param>
public sealed record AdoptedInstrument(
    string Meter, string Instrument, string Name, string Help, IReadOnlyDictionary<string, string> Labels)
{
    private const string NpgsqlMeter = "Npgsql";

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Statements to Postgres, as Npgsql measures them (https://www.npgsql.org/doc/diagnostics/metrics.html).</summary>
    public static IReadOnlyList<AdoptedInstrument> Database { get; } =
    [
        new(NpgsqlMeter, "db.client.operation.duration", "tgparser_database_operation_duration_seconds",
            "Time that statements to Postgres took, failed ones too.", None),
        new(NpgsqlMeter, "db.client.operation.failed", "tgparser_database_operation_failures_total",
            "Statements to Postgres that failed.", None),
    ];

    /// <summary>
    /// Requests to a web server, as ASP.NET Core measures them
    /// (https://learn.microsoft.com/aspnet/core/log-mon/metrics/built-in#httpserverrequestduration). A request to no known route has an empty one.
    /// </summary>
    public static IReadOnlyList<AdoptedInstrument> Web { get; } =
    [
        new("Microsoft.AspNetCore.Hosting", "http.server.request.duration", "tgparser_http_request_duration_seconds",
            "Time that requests took, by method, route and status code.",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["http.request.method"] = "method",
                ["http.route"] = "route",
                ["http.response.status_code"] = "code",
            }),
    ];
}
