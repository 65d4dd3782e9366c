using System.Net;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator;

/// <summary>How a simulator is started.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where to listen for clients and for the control port.</summary>
    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>The MTProto port; zero for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The control port; zero for a free one.</summary>
    public int ControlPort { get; init; }

    /// <summary>The server's RSA key, whose public half the clients must hold.</summary>
    public required ServerKey Key { get; init; }

    /// <summary>Schema files, one for each layer that clients speak; when empty, the one that <see cref="SchemaFiles"/> finds.</summary>
    public IReadOnlyList<string> Schemas { get; init; } = [];

    /// <summary>How long a QR link can be accepted.</summary>
    public TimeSpan LoginTokenLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where logins are read from at the start, and logins and posts are kept at the end; null for nowhere.</summary>
    public SimulatorState? State { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
