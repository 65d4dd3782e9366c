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
}

/// <summary>Where events are sent by HTTP POST. The URL is in <see cref="Url"/> or in the Secret.</summary>
[CelRule("has(self.url) || has(self.secretRef)", "A webhook needs a 'url', or a 'secretRef' to a Secret with the key 'url'.")]
public sealed record WebhookSpec
{
    /// <summary>
    /// <c>https://…</c> or <c>http://…</c>. Private addresses are refused, unless an administrator has listed the host. A URL that holds a
    /// secret belongs into the Secret.
    /// </summary>
    [RegularExpression("^https?://[^\\s]+$"), MaxLength(2048)]
    public string? Url { get; init; }

    /// <summary>
    /// Secret in the same namespace with <c>signing-key</c>, which every request is signed with (HMAC-SHA256), and <c>url</c> where
    /// <see cref="Url"/> is absent. Absent: requests are not signed.
    /// </summary>
    public LocalSecretReference? SecretRef { get; init; }
}
