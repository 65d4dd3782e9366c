using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator;

/// <summary>The command line of the simulator. It runs until SIGINT or SIGTERM.</summary>
internal static class SimulatorCommand
{
    private static readonly Option<int> Port = new("--port") { Description = "MTProto port; 0 takes a free one." };

    private static readonly Option<int> ControlPort = new("--control-port") { Description = "HTTP control port; 0 takes a free one." };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "Address to listen on.",
        DefaultValueFactory = _ => IPAddress.Loopback.ToString(),
    };

    private static readonly Option<FileInfo> Key = new("--key")
    {
        Description = "PEM file of the RSA key, made when missing. The public key is written beside it, as FILE.pub.",
        DefaultValueFactory = _ => new FileInfo("telegram-simulator.pem"),
    };

    private static readonly Option<string?> Secret = new("--secret") { Description = "MTProxy secret of the first client, 32 hex digits; random when left out." };

    private static readonly Option<FileInfo[]> Schema = new("--schema") { Description = "A TL schema in @mtcute/core's JSON shape; repeat it for clients of other layers." };

    private static readonly Option<bool> Demo = new("--demo") { Description = "Start with two accounts and six channels." };

    private static readonly Option<TimeSpan?> LiveInterval = new("--live-interval")
    {
        Description = "With --demo, publish a post this often, such as 5s or 2m.",
        CustomParser = ParseInterval,
    };

    private static readonly Option<FileInfo?> Data = new("--data") { Description = "Start with this data set, a file of JSON lines." };

    private static readonly Option<DirectoryInfo?> State = new("--state")
    {
        Description = "Keep logins and posts in this folder between runs; what it holds comes before --demo and --data.",
    };

    private static readonly Option<bool> Verbose = new("--verbose") { Description = "Log every call to standard error." };

    public static RootCommand Create()
    {
        var command = new RootCommand("A small Telegram for tests: MTProto 2.0 over a simulated world, with an HTTP control port.")
        {
            Port, ControlPort, Listen, Key, Secret, Schema, Demo, Data, State, LiveInterval, Verbose,
        };
        command.SetAction(RunAsync);
        command.Subcommands.Add(GenerateCommand.Create());
        command.Subcommands.Add(PatchTdlibCommand.Create(Key));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        using var loggers = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(arguments.GetValue(Verbose) ? LogLevel.Debug : LogLevel.Warning)
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        try
        {
            var state = arguments.GetValue(State) is { } folder ? new SimulatorState(folder.FullName) : null;
            var world = await WorldAsync(arguments, state, cancellation);
            await using var simulator = await Simulator.StartAsync(Options(arguments) with { State = state }, world, loggers, cancellation);
            Announce(simulator, arguments);
            await LiveAsync(world, arguments, cancellation);
            return 0;
        }
        catch (Exception e) when (e is SchemaException or FormatException or IOException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static async Task<SimulatedWorld> WorldAsync(ParseResult arguments, SimulatorState? state, CancellationToken cancellation)
    {
        if (state is not null && await state.LoadWorldAsync(TimeProvider.System, cancellation) is { } kept)
            return kept;
        var world = arguments.GetValue(Demo) ? DemoWorld.Create(TimeProvider.System) : new SimulatedWorld(TimeProvider.System);
        if (arguments.GetValue(Data) is { } file)
            await DataSet.LoadAsync(file.FullName, world, cancellation);
        return world;
    }

    private static SimulatorOptions Options(ParseResult arguments) => new()
    {
        Listen = IPAddress.Parse(arguments.GetRequiredValue(Listen)),
        Port = arguments.GetValue(Port),
        ControlPort = arguments.GetValue(ControlPort),
        Key = ServerKey.LoadOrCreate(arguments.GetRequiredValue(Key).FullName),
        Schemas = [.. (arguments.GetValue(Schema) ?? []).Select(file => file.FullName)],
    };

    /// <summary>One line of JSON on standard output tells whoever started the simulator how to reach it.</summary>
    private static void Announce(Simulator simulator, ParseResult arguments)
    {
        var publicKey = arguments.GetRequiredValue(Key).FullName + ".pub";
        File.WriteAllText(publicKey, simulator.PublicKeyPem);
        Console.Out.WriteLine(JsonSerializer.Serialize(
            new Ready(
                simulator.EndPoint.Port, simulator.ControlAddress, publicKey,
                simulator.Secrets.Register("default", arguments.GetValue(Secret))),
            Json.Options));
    }

    private static Task LiveAsync(SimulatedWorld world, ParseResult arguments, CancellationToken cancellation) =>
        arguments.GetValue(Demo) && arguments.GetValue(LiveInterval) is { } interval
            ? DemoWorld.PublishAsync(world, interval, TimeProvider.System, cancellation: cancellation)
            : Task.Delay(Timeout.Infinite, cancellation);

    private static TimeSpan? ParseInterval(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            _ => null,
        };
        if (unit is not null && double.TryParse(text[..^1], out var count) && count > 0)
            return unit * count;
        argument.AddError($"'{text}' is no interval: write a number and s or m, such as 5s.");
        return null;
    }

    /// <param name="Port">The MTProto port.</param>
    /// <param name="Control">The address of the control port.</param>
    /// <param name="PublicKey">The file with the public key, PKCS#1 PEM.</param>
    /// <param name="Secret">The MTProxy secret, hex.</param>
    private sealed record Ready(int Port, Uri Control, string PublicKey, string Secret);
}
