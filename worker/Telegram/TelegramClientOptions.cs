using System.Reflection;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram;

/// <summary>What a <see cref="TelegramClient"/> needs to open a session. Holds secrets: never logged.</summary>
public sealed record TelegramClientOptions
{
    /// <summary>Length of <see cref="EncryptionKey"/>, bytes.</summary>
    public const int EncryptionKeyLength = 32;

    /// <summary>Application id from https://my.telegram.org.</summary>
    public required int ApiId { get; init; }

    /// <summary>Application hash from https://my.telegram.org.</summary>
    public required string ApiHash { get; init; }

    /// <summary>Folder of the session; made when absent, for the owner only.</summary>
    public required string SessionFolder { get; init; }

    /// <summary>Key that the session folder is encrypted with, <see cref="EncryptionKeyLength"/> bytes.</summary>
    public required byte[] EncryptionKey { get; init; }

    /// <summary>The proxy to connect through; none when null.</summary>
    public Proxy? Proxy { get; init; }

    /// <summary>What the account's list of devices shows as the device.</summary>
    public string DeviceModel { get; init; } = "Telegram Parser";

    /// <summary>What the account's list of devices shows as the system.</summary>
    public string SystemVersion { get; init; } = "Linux";

    /// <summary>What the account's list of devices shows as the version.</summary>
    public string ApplicationVersion { get; init; } =
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Names the folder only.</summary>
    public override string ToString() => $"{nameof(TelegramClientOptions)} {{ SessionFolder = {SessionFolder} }}";
}
