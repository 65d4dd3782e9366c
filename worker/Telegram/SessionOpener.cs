using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram;

/// <summary>What is sent to TDLib before anything else.</summary>
internal static class SessionOpener
{
    // https://core.telegram.org/tdlib/options
    private static readonly (string Name, bool Value)[] Options =
    [
        // Nobody is shown online because a worker reads.
        ("online", false),
        // A text of one emoji stays a text, with its entities.
        ("disable_animated_emoji", true),
        // Thumbnails inside messages are of no use here.
        ("ignore_inline_thumbnails", true),
    ];

    /// <summary>Opens the session folder behind the proxy, with the account not shown as online.</summary>
    internal static async Task OpenAsync(TelegramClient client, TelegramClientOptions options, CancellationToken ct)
    {
        if (options.EncryptionKey.Length != TelegramClientOptions.EncryptionKeyLength)
        {
            throw new ArgumentException(
                $"The session key must be {TelegramClientOptions.EncryptionKeyLength} bytes, not {options.EncryptionKey.Length}.",
                nameof(options));
        }
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The session folder needs Unix file modes.");
        var folder = Directory.CreateDirectory(
            options.SessionFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        // TDLib keeps these until the folder is open, then takes them in this order before it connects: the first
        // connection goes through the proxy already. So none is waited for before the parameters are sent.
        var proxy = ProxySetup.ApplyAsync(client, options.Proxy, ct);
        var switches = Options.Select(option =>
            client.SendAsync(new SetOption(option.Name, new OptionValueBoolean(option.Value)), ct)).ToList();
        var opened = client.SendAsync(Parameters(options, folder.FullName), ct);

        await opened;
        await proxy;
        await Task.WhenAll(switches);
    }

    /// <summary>Puts TDLib's refusal to open a folder into words.</summary>
    internal static SessionOpenException Explain(TelegramException refused, string folder)
    {
        if (refused.Error.Contains("Can't lock file", StringComparison.Ordinal))
        {
            return new SessionOpenException(
                SessionOpenError.FolderInUse,
                $"Another process has the session folder {folder} open. Stop it, or give this worker a folder of its own.",
                refused);
        }
        if (refused.Error.Contains("Wrong database encryption key", StringComparison.Ordinal))
        {
            return new SessionOpenException(
                SessionOpenError.WrongEncryptionKey,
                $"The session folder {folder} was encrypted with another key. Give the worker the key that the folder " +
                "was made with, or delete the folder and log in again.",
                refused);
        }
        if (refused.Error.Contains("api_id", StringComparison.OrdinalIgnoreCase)
            || refused.Error.Contains("api_hash", StringComparison.OrdinalIgnoreCase))
        {
            return new SessionOpenException(
                SessionOpenError.InvalidCredentials,
                "Telegram's client refuses the api-id or api-hash. Take both from https://my.telegram.org.",
                refused);
        }
        return new SessionOpenException(
            SessionOpenError.Other,
            $"The session folder {folder} could not be opened: {refused.Error}. See that the worker may read and write it; " +
            "if it is damaged, restore it, or delete it and log in again.",
            refused);
    }

    private static SetTdlibParameters Parameters(TelegramClientOptions options, string folder) => new()
    {
        DatabaseDirectory = folder,
        FilesDirectory = Path.Combine(folder, "files"),
        DatabaseEncryptionKey = options.EncryptionKey,
        UseFileDatabase = true,
        UseChatInfoDatabase = true,
        // Without it what is read after a start comes from the server, as refreshing posts needs, and twice as fast.
        UseMessageDatabase = false,
        ApiId = options.ApiId,
        ApiHash = options.ApiHash,
        SystemLanguageCode = "en",
        DeviceModel = options.DeviceModel,
        SystemVersion = options.SystemVersion,
        ApplicationVersion = options.ApplicationVersion,
    };
}
