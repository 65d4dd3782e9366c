using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Opens the session folder: the first request of every client.</summary>
public sealed record SetTdlibParameters : ITdFunction<Ok>
{
    /// <summary>Folder of TDLib's databases.</summary>
    public required string DatabaseDirectory { get; init; }

    /// <summary>Folder of downloaded files.</summary>
    public required string FilesDirectory { get; init; }

    /// <summary>Key of the databases.</summary>
    public required byte[] DatabaseEncryptionKey { get; init; }

    /// <summary>Keep file information between restarts.</summary>
    public bool UseFileDatabase { get; init; }

    /// <summary>Keep users and chats between restarts.</summary>
    public bool UseChatInfoDatabase { get; init; }

    /// <summary>Keep chats and messages between restarts.</summary>
    public bool UseMessageDatabase { get; init; }

    /// <summary>Application id from https://my.telegram.org.</summary>
    public required int ApiId { get; init; }

    /// <summary>Application hash from https://my.telegram.org.</summary>
    public required string ApiHash { get; init; }

    /// <summary>IETF language tag.</summary>
    public required string SystemLanguageCode { get; init; }

    /// <summary>What the account's list of devices shows.</summary>
    public required string DeviceModel { get; init; }

    /// <summary>What the account's list of devices shows.</summary>
    public required string SystemVersion { get; init; }

    /// <summary>What the account's list of devices shows.</summary>
    public required string ApplicationVersion { get; init; }

    /// <summary>Names the folder only: key and hash are secrets.</summary>
    public override string ToString() => $"{nameof(SetTdlibParameters)} {{ DatabaseDirectory = {DatabaseDirectory} }}";
}

/// <summary>Sets an option of TDLib (https://core.telegram.org/tdlib/options).</summary>
public sealed record SetOption(string Name, OptionValue Value) : ITdFunction<Ok>;

/// <summary>Value of an option.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(OptionValueBoolean), "optionValueBoolean")]
[JsonDerivedType(typeof(OptionValueInteger), "optionValueInteger")]
[JsonDerivedType(typeof(OptionValueString), "optionValueString")]
[JsonDerivedType(typeof(OptionValueEmpty), "optionValueEmpty")]
public record OptionValue;

/// <summary>A boolean.</summary>
public sealed record OptionValueBoolean(bool Value) : OptionValue;

/// <summary>A whole number.</summary>
public sealed record OptionValueInteger(long Value) : OptionValue;

/// <summary>Text.</summary>
public sealed record OptionValueString(string Value) : OptionValue;

/// <summary>No value.</summary>
public sealed record OptionValueEmpty : OptionValue;

/// <summary>Asks TDLib to write its databases and stop.</summary>
public sealed record Close : ITdFunction<Ok>;

/// <summary>Asks TDLib to delete its databases and stop. A session at Telegram lives on.</summary>
public sealed record Destroy : ITdFunction<Ok>;
