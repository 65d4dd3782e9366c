using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.CustomResources;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Subscribing;

/// <summary>A channel that a manifest is written for.</summary>
/// <param name="ChatId">Its chat id.</param>
/// <param name="Username">Its public name, if it has one.</param>
/// <param name="Title">Its title, which becomes a comment.</param>
internal sealed record ManifestChannel(long ChatId, string? Username, string Title);

/// <summary>Writes manifests of users and subscriptions, as a person would begin them. Pure functions.</summary>
internal static partial class SubscriptionManifests
{
    private const int LongestName = 63;

    /// <summary>A TelegramUser with nothing but its name.</summary>
    public static string OfUser(ObjectKey user) => Yaml.Write(new JsonObject
    {
        ["apiVersion"] = ResourceNames.ApiVersion,
        ["kind"] = ResourceNames.TelegramUser,
        ["metadata"] = Metadata(user),
        ["spec"] = new JsonObject(),
    });

    /// <summary>A ChannelSubscription: by name where the channel has one, else by number.</summary>
    public static string OfChannel(ObjectKey user, ManifestChannel channel) => $"# {OneLine(channel.Title)}\n" + Yaml.Write(new JsonObject
    {
        ["apiVersion"] = ResourceNames.ApiVersion,
        ["kind"] = ResourceNames.ChannelSubscription,
        ["metadata"] = Metadata(user with { Name = NameOf(user, channel) }),
        ["spec"] = new JsonObject
        {
            ["userRef"] = new JsonObject { ["name"] = user.Name },
            ["channel"] = channel.Username is { } name ? $"@{name}" : $"{channel.ChatId}",
        },
    });

    /// <summary>Documents of one file.</summary>
    public static string Join(IEnumerable<string> documents) => string.Join("---\n", documents);

    /// <summary>Name of a subscription: that of its user, since subscriptions of a namespace share their names, and that of its channel.</summary>
    public static string NameOf(ObjectKey user, ManifestChannel channel)
    {
        var name = channel.Username is { } username
            ? NoLabel().Replace(username.ToLowerInvariant(), "-")
            : $"c{Contracts.Channels.ChatId.ToChannelId(channel.ChatId) ?? -channel.ChatId}";
        var whole = $"{user.Name}-{name}";
        return whole[..Math.Min(whole.Length, LongestName)].Trim('-');
    }

    private static JsonObject Metadata(ObjectKey key) => new() { ["name"] = key.Name, ["namespace"] = key.Namespace };

    /// <summary>A stranger's text, such as a title, without what would end a comment or move a terminal's cursor.</summary>
    public static string OneLine(string title) => NotPrintable().Replace(title, " ").Trim();

    [GeneratedRegex("[^a-z0-9-]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NoLabel();

    [GeneratedRegex(@"[\p{C}\s]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NotPrintable();
}
