using System.CommandLine;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Importing;
using TelegramParser.Operator.Subscribing;
using TelegramParser.Operator.Web.Dialogs;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator channels</c>: lists what an account is in, and writes subscriptions to it.</summary>
internal sealed class ChannelsCommand
{
    private readonly Setting _url = new("--url", "TGPARSER_API_URL", "Address of the REST API.", "http://127.0.0.1:8010");
    private readonly SecretSetting _token = CommonSettings.ApiToken();
    private readonly Option<string> _user = new("--user") { Description = "The TelegramUser: name, or namespace:name.", HelpName = "name", Required = true };
    private readonly Option<string?> _folder = new("--folder") { Description = "Only what is in this folder of the account.", HelpName = "name" };
    private readonly Option<string[]> _channels = new("--channel") { Description = "Only this channel: @name or chat id. May be repeated.", HelpName = "channel" };
    private readonly Option<bool> _yaml = new("--yaml") { Description = "Print ChannelSubscription manifests of those that no subscription reads: … | kubectl apply -f -" };
    private readonly Option<string?> _write = new("--write") { Description = "Folder to write those manifests to, a file each.", HelpName = "folder" };

    /// <summary>The verb.</summary>
    public static Command Build() => new ChannelsCommand().ToCommand();

    private Command ToCommand()
    {
        var command = new Command("channels", "List the channels that an account is in, and write subscriptions to them.") { _user, _folder, _channels, _yaml, _write };
        _url.AddTo(command);
        _token.File.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(_url.Require(result).TrimEnd('/') + "/", UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new UserErrorException("--url is not an http or https address.");
        var user = KeyOf(result.GetValue(_user)!);
        using var client = new DialogClient(url, _token.Find(result)?.Value);
        var (folders, all) = await client.ListAsync($"{user.Namespace}:{user.Name}", result.GetValue(_folder), cancellation);
        if (result.GetValue(_folder) is { } folder && all.Count == 0)
            throw new UserErrorException($"There is no channel in folder '{folder}'. The account's folders are: {string.Join(", ", folders)}.");
        var chosen = Choose(all, result.GetValue(_channels) ?? []);

        var output = result.InvocationConfiguration.Output;
        var manifests = chosen.Where(dialog => dialog.Subscription is null).Select(dialog => new ManifestChannel(dialog.ChatId, dialog.Username, dialog.Title)).ToList();
        if (result.GetValue(_write) is { } path)
            await WriteAsync(path, user, manifests, output, cancellation);
        else if (result.GetValue(_yaml))
            await output.WriteAsync(SubscriptionManifests.Join(manifests.Select(channel => SubscriptionManifests.OfChannel(user, channel))).AsMemory(), cancellation);
        else
            foreach (var dialog in chosen)
                await output.WriteLineAsync(Line(dialog).AsMemory(), cancellation);
    }

    private static ObjectKey KeyOf(string user) => user.Split(':') switch
    {
        [{ Length: > 0 } name] => new ObjectKey("default", name),
        [{ Length: > 0 } ns, { Length: > 0 } name] => new ObjectKey(ns, name),
        _ => throw new UserErrorException($"--user {user} is neither a name nor namespace:name."),
    };

    private static IReadOnlyList<DialogItem> Choose(IReadOnlyList<DialogItem> dialogs, string[] wanted)
    {
        if (wanted.Length == 0)
            return dialogs;
        var missing = wanted.Where(channel => !dialogs.Any(dialog => Is(dialog, channel))).ToList();
        return missing.Count == 0
            ? [.. dialogs.Where(dialog => wanted.Any(channel => Is(dialog, channel)))]
            : throw new UserErrorException($"The account is not in {string.Join(", ", missing)}, as far as was asked for.");
    }

    private static bool Is(DialogItem dialog, string channel) =>
        string.Equals($"{dialog.ChatId}", channel, StringComparison.Ordinal)
        || (dialog.Username is { } name && string.Equals(name, ImportMap.NameOf(channel), StringComparison.OrdinalIgnoreCase));

    private static string Line(DialogItem dialog)
    {
        var state = dialog.Subscription is { } name ? $"read by {name}" : "";
        var reference = dialog.Username is { } username ? $"@{username}" : $"{dialog.ChatId}";
        return string.Join('\t', reference, dialog.Kind, SubscriptionManifests.OneLine(dialog.Title), string.Join(", ", dialog.Folders.Select(SubscriptionManifests.OneLine)), state).TrimEnd();
    }

    private static async Task WriteAsync(
        string folder, ObjectKey user, IReadOnlyList<ManifestChannel> channels, TextWriter output, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        foreach (var channel in channels)
        {
            var file = Path.Combine(folder, $"{SubscriptionManifests.NameOf(user, channel)}.yaml");
            await File.WriteAllTextAsync(file, SubscriptionManifests.OfChannel(user, channel), cancellation);
            await output.WriteLineAsync($"Wrote {file}.".AsMemory(), cancellation);
        }
    }
}
