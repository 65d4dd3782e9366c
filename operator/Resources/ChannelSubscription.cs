using System.Text.Json.Serialization;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Resources;

/// <summary>One channel that a Telegram user follows.</summary>
public sealed record ChannelSubscription()
    : CustomResource<ChannelSubscriptionSpec, ChannelSubscriptionStatus>(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new(
        ResourceNames.Group, ResourceNames.Version, ResourceNames.ChannelSubscription, "channelsubscriptions", HasStatus: true);

    /// <summary>The user whose worker was given this subscription; the one that it names when none was yet.</summary>
    [JsonIgnore]
    public string BoundUser => Status?.User ?? Spec.UserRef.Name;

    /// <summary>The TelegramUser that the subscription names.</summary>
    [JsonIgnore]
    public ObjectKey UserKey => new(Metadata.Namespace, Spec.UserRef.Name);
}
