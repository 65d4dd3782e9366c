using System.ComponentModel.DataAnnotations;
using TelegramParser.Contracts.Schema;

namespace TelegramParser.Contracts.Resources;

/// <summary>Who is told of what is new.</summary>
[CelRule("has(self.webhook) || (has(self.savedMessages) && self.savedMessages)", "notify names nobody to tell. Give 'webhook', or savedMessages: true.")]
public sealed record NotifySpec
{
    /// <summary>A URL that is called for every event, at least once.</summary>
    public WebhookSpec? Webhook { get; init; }

    /// <summary>A message in the user's own Saved Messages, at a limited rate.</summary>
    public bool SavedMessages { get; init; }

    /// <summary>What is wrong with it and what to write instead; null when it can be used.</summary>
    public string? Error() => this switch
    {
        { Webhook: null, SavedMessages: false } => "notify names nobody to tell. Give 'webhook', or savedMessages: true.",
        { Webhook: { Url: null, SecretRef: null } } => "notify.webhook needs a 'url', or a 'secretRef' to a Secret with the key 'url'.",
        { Webhook.SecretRef.Name: "" } => "notify.webhook.secretRef.name is empty. Name a Secret with the key 'signing-key'.",
        // The message does not repeat the URL: it may hold a secret.
        { Webhook: { Url: not null, HasWebUrl: false } } => "notify.webhook.url is not a web address. Write https://… or http://….",
        _ => null,
    };
}

/// <summary>Where events are sent by HTTP POST. The URL is in <see cref="Url"/> or in the Secret.</summary>
[CelRule("has(self.url) || has(self.secretRef)", "A webhook needs a 'url', or a 'secretRef' to a Secret with the key 'url'.")]
public sealed record WebhookSpec
{
    /// <summary>
    /// <c>https://…</c> or <c>http://…</c>. Private addresses are refused, unless an administrator has listed the host. A URL that holds a
    /// secret belongs into the Secret.
    /// </summary>
    [RegularExpression("^https?://[^\\s]+$"), MaxLength(LongestUrl)]
    public string? Url { get; init; }

    /// <summary>
    /// Secret in the same namespace with <c>signing-key</c>, which every request is signed with (HMAC-SHA256), and <c>url</c> where
    /// <see cref="Url"/> is absent. Absent: requests are not signed.
    /// </summary>
    public LocalSecretReference? SecretRef { get; init; }

    internal bool HasWebUrl =>
        Url is { Length: <= LongestUrl }
        && !Url.Any(char.IsWhiteSpace)
        && Uri.TryCreate(Url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);

    /// <summary>Most characters of <see cref="Url"/>.</summary>
    public const int LongestUrl = 2048;
}
