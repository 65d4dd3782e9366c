using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Contracts.Control;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Operator.Controllers;
using TelegramParser.Operator.Web;
using TelegramParser.Scenarios.Operator;
using TelegramParser.Storage;
using TelegramParser.Telemetry.Prometheus;
using TelegramParser.Worker.Metrics;

namespace TelegramParser.UnitTests.Telemetry;

/// <summary>Every metric that worker, operator and web server emit: the instruments themselves are asked.</summary>
internal static class EmittedMetrics
{
    private static readonly Lazy<Task<IReadOnlyList<string>>> All = new(AskAsync);

    /// <summary>Their names, in order.</summary>
    public static Task<IReadOnlyList<string>> NamesAsync() => All.Value;

    private static async Task<IReadOnlyList<string>> AskAsync()
    {
        using var registry = new MetricRegistry("TelegramParser.", [.. AdoptedInstrument.Database, .. AdoptedInstrument.Web]);
        using var process = new ProcessMetrics();
        using var worker = new WorkerMetrics();
        worker.ObserveSession(() => SessionState.Ready);
        using var controllers = new OperatorRuntime(
            new InMemoryApi(TimeProvider.System), new FakeUserRecords("default"), Samples.Options, TimeProvider.System, NullLoggerFactory.Instance);
        await using var database = Database.Open("Host=/nowhere", "test", maxPoolSize: 1);
        await using var web = WebHost.Build(new WebOptions
        {
            Installation = "test", Database = "Host=/nowhere", ControlKey = Samples.Options.ControlKey, Listen = "127.0.0.1:0",
        });
        await web.StartAsync();
        Assembly[] assemblies = [typeof(WorkerMetrics).Assembly, typeof(OperatorRuntime).Assembly, typeof(InMemoryApi).Assembly, typeof(Database).Assembly];
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(HasInstrument))
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        return registry.Names;
    }

    private static bool HasInstrument(Type type) => !type.ContainsGenericParameters && type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Any(field => field.FieldType.IsAssignableTo(typeof(Instrument)));
}
