using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.TelegramSimulator;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.Harness.Telegram;

/// <summary>A Telegram simulator inside the test process, on free ports, and a TDLib that trusts it.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    // One key for all runs, so that the patched library can be used again.
    private static readonly Lazy<ServerKey> SharedKey = new(() => ServerKey.LoadOrCreate(Path.Combine(TestCache.Folder, "simulator.pem")));

    private static readonly Lazy<string> PatchedLibrary = new(() => TdlibPatcher.Patch(TdlibPatcher.FindLibrary(), SharedKey.Value.PublicPem));

    private SimulatorHost(Simulator simulator) => Simulator = simulator;

    public Simulator Simulator { get; }

    public SimulatedWorld World => Simulator.World;

    /// <summary>The copy of <c>libtdjson.so</c> to load in place of the original: the worker's TGPARSER_TDJSON.</summary>
    public static string TdJsonPath => PatchedLibrary.Value;

    /// <summary>The port of the MTProto proxy that the client has to use, on 127.0.0.1.</summary>
    public int Port => Simulator.EndPoint.Port;

    public Uri ControlAddress => Simulator.ControlAddress;

    /// <summary>Starts a simulator over a world; an empty one when none is given.</summary>
    /// <param name="world">For example <c>DemoWorld.Create(TimeProvider.System)</c>.</param>
    /// <param name="adjust">Changes options, such as the lifetime of QR links.</param>
    /// <param name="loggers">Where to log; nowhere when not given.</param>
    public static async Task<SimulatorHost> StartAsync(
        SimulatedWorld? world = null, Func<SimulatorOptions, SimulatorOptions>? adjust = null, ILoggerFactory? loggers = null,
        CancellationToken cancellation = default)
    {
        var options = new SimulatorOptions { Key = SharedKey.Value };
        return new SimulatorHost(await Simulator.StartAsync(
            adjust?.Invoke(options) ?? options, world ?? new SimulatedWorld(TimeProvider.System), loggers ?? NullLoggerFactory.Instance,
            cancellation));
    }

    /// <summary>The MTProto proxy secret (hex) by which this client's calls are told apart in <c>World.Calls</c>.</summary>
    public string Register(string client) => Simulator.Secrets.Register(client);

    public ValueTask DisposeAsync() => Simulator.DisposeAsync();
}
