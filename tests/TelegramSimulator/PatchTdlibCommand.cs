using System.CommandLine;
using TelegramParser.TelegramSimulator.Cryptography;

namespace TelegramParser.TelegramSimulator;

/// <summary><c>telegram-simulator patch-tdlib</c>: copies a TDLib and makes the copy trust this simulator.</summary>
internal static class PatchTdlibCommand
{
    private static readonly Argument<FileInfo> Library = new("library") { Description = "The libtdjson.so to copy." };

    private static readonly Argument<FileInfo> Output = new("output") { Description = "The copy to write." };

    public static Command Create(Option<FileInfo> key)
    {
        var command = new Command("patch-tdlib", "Write a copy of TDLib that trusts the key in place of Telegram's.") { Library, Output, key };
        command.SetAction(async (arguments, cancellation) =>
        {
            var library = await File.ReadAllBytesAsync(arguments.GetRequiredValue(Library).FullName, cancellation);
            var trusted = ServerKey.LoadOrCreate(arguments.GetRequiredValue(key).FullName).PublicPem;
            await File.WriteAllBytesAsync(arguments.GetRequiredValue(Output).FullName, TdlibKeys.Replace(library, trusted), cancellation);
        });
        return command;
    }
}
