using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Operators;
using TelegramParser.Harness.Postgres;

namespace TelegramParser.Bench.Operator;

/// <summary>
/// Many users at once, and then their parses: what the operator asks of an API server, by the server's own count.
/// </summary>
internal static class OperatorBench
{
    /// <summary>Subscriptions of a user.</summary>
    public const int Subscriptions = 3;

    // A user with its three children, and its subscriptions: each is written at least once.
    private const int Objects = 4 + Subscriptions;
    private const int MoreWrites = 3;

    // Leases are renewed, watches end and begin; nothing else.
    private const int RestRequestsPerMinute = 10;

    // Fifteen minutes between two parses of a subscription pass in two and a half, and all intervals with them.
    private const int Haste = 6;
    private const int Rounds = 2;
    private static readonly TimeSpan ParseInterval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RestTime = TimeSpan.FromMinutes(1);

    /// <summary>Runs it, prints the figures and the line with the most important ones.</summary>
    /// <returns>0 when all limits were held.</returns>
    public static async Task<int> RunAsync(int users)
    {
        await using var cluster = await KubernetesCluster.StartAsync(withNode: false);
        await CustomResources.InstallAsync(cluster);
        using var api = cluster.Connect("bench/1.0");
        await using var postgres = await PostgresCluster.StartAsync();
        await using var database = NpgsqlDataSource.Create(await postgres.CreateDatabaseAsync());
        await using var population = await Population.CreateAsync(cluster, api, database, users);

        var quiet = await MeasureAsync(cluster, () => Task.Delay(RestTime));
        await using var @operator = OperatorProcess.Start(new OperatorProcessOptions
        {
            Kubeconfig = cluster.Kubeconfig,
            Database = database.ConnectionString,
            Namespace = population.Namespace,
            StatusInterval = StatusInterval / Haste,
        });
        await @operator.SeeWorkingAsync();

        var clock = Stopwatch.StartNew();
        var arrival = await MeasureAsync(cluster, async () =>
        {
            await population.ApplyAsync();
            await population.ConvergeAsync();
        });
        var seconds = clock.Elapsed.TotalSeconds;
        var events = await population.EventsAsync();
        var writes = arrival.Sum(kind => IsOperatorsWrite(kind)) + events;
        Print("From the first apply until every status was right", arrival, kind => kind.IsWrite, users);
        Console.WriteLine($"  Events of the operator: {events}");

        var login = await MeasureAsync(cluster, async () =>
        {
            await population.LogInAsync();
            await population.BecomeReadyAsync();
        });
        Print("Until every user was logged in and every channel parsed once", login, kind => kind.IsWrite, users);

        await Task.Delay(StatusInterval / Haste);
        var rest = await MeasureAsync(cluster, () => Task.Delay(RestTime));
        Print("A minute at rest, beyond a minute without the operator", rest.Since(quiet), _ => true, users);

        using var stop = new CancellationTokenSource();
        var gaps = population.WatchStatus(stop.Token);
        var replay = await MeasureAsync(cluster, () => population.ParseAsync(ParseInterval / Haste, Rounds));
        await stop.CancelAsync();
        Print($"{Rounds} rounds of parses, 15 minutes each, {Haste} times as fast", replay, kind => kind.IsWrite, users);
        var minutes = Rounds * ParseInterval.TotalMinutes;
        var shortest = gaps.Shortest * Haste;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  shortest time between two writes of one object: {shortest?.TotalSeconds:F0} s"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  the operator held {@operator.PeakMegabytes:F0} MB at most"));
        foreach (var line in @operator.Troubles.Take(10))
            Console.WriteLine($"  {line}");

        var writesPerUser = (double)writes / users;
        var statusPerMinute = replay.Sum(kind => IsStatus(kind) && kind.Accepted) / minutes;
        var restPerMinute = rest.Since(quiet).Sum(IsOperators) / RestTime.TotalMinutes;
        var leases = rest.Since(quiet).Sum(kind => kind.Resource is "leases") / RestTime.TotalMinutes;
        string?[] broken =
        [
            writesPerUser > Objects + MoreWrites ? $"more than {Objects + MoreWrites} writes a user" : null,
            shortest < StatusInterval - TimeSpan.FromSeconds(Haste) ? $"an object's status was written twice within {shortest}" : null,
            restPerMinute - leases > RestRequestsPerMinute ? "requests at rest" : null,
        ];
        foreach (var limit in broken.OfType<string>())
            Console.WriteLine($"Not held: {limit}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"users={users} seconds={seconds:F1} writes_per_user={writesPerUser:F2} status_writes_per_min={statusPerMinute:F1} rest_requests_per_min={restPerMinute:F1} rss_mb={@operator.ResidentMegabytes:F0}"));
        return broken.All(limit => limit is null) ? 0 : 1;
    }

    private static async Task<RequestCounts> MeasureAsync(KubernetesCluster cluster, Func<Task> phase)
    {
        var before = await RequestCounts.ReadAsync(cluster);
        await phase();
        return (await RequestCounts.ReadAsync(cluster)).Since(before);
    }

    private static void Print(string phase, RequestCounts counts, Func<RequestKind, bool> kinds, int users)
    {
        Console.WriteLine($"{phase}:");
        foreach (var (kind, count) in counts.Of(kind => kinds(kind) && IsOperators(kind)))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {kind.Verb,-6} {kind.Resource,-28} {(kind.Accepted ? "" : "refused "),-8}{count,8} {(double)count / users,8:F2} a user"));
        }
    }

    private static bool IsStatus(RequestKind kind) => kind.Resource is "telegramusers/status" or "channelsubscriptions/status";

    // What the server counts does not tell who asked. These are what the operator uses; the bench makes the users and
    // subscriptions, Kubernetes' own controllers write pods and the status of StatefulSets.
    private static bool IsOperators(RequestKind kind) => kind.Resource is
        "telegramusers" or "telegramusers/status" or "channelsubscriptions" or "channelsubscriptions/status"
        or "configmaps" or "secrets" or "services" or "statefulsets" or "persistentvolumeclaims" or "leases";

    private static bool IsOperatorsWrite(RequestKind kind) =>
        kind is { IsWrite: true, Accepted: true } && IsOperators(kind) && kind.Resource is not ("persistentvolumeclaims" or "leases")
        && kind is not { Verb: "POST", Resource: "telegramusers" or "channelsubscriptions" };
}
