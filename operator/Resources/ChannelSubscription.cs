using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Schema;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Resources;

/// <summary>One channel that a Telegram user follows.</summary>
[ShortName("tgsub")]
[PrinterColumn("Ready", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("User", ColumnTypes.Text, ".spec.userRef.name")]
[PrinterColumn("Channel", ColumnTypes.Text, ".spec.channel")]
[PrinterColumn("Posts", ColumnTypes.Integer, ".status.postsTotal")]
[PrinterColumn("Last Parse", ColumnTypes.Date, ".status.lastParseTime")]
[PrinterColumn("Age", ColumnTypes.Date, ".metadata.creationTimestamp")]
[PrinterColumn("Synced", ColumnTypes.Text, ".status.conditions[?(@.type==\"Synced\")].status", Wide = true)]
[PrinterColumn("Channel Id", ColumnTypes.Integer, ".status.channelId", Wide = true)]
[PrinterColumn("Title", ColumnTypes.Text, ".status.title", Wide = true)]
[PrinterColumn("Next Parse", ColumnTypes.Text, ".status.nextParseTime", Wide = true)]
[PrinterColumn("Message", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].message", Wide = true)]
public sealed record ChannelSubscription()
    : CustomResource<ChannelSubscriptionSpec, ChannelSubscriptionStatus>(Definition), IResource, IBoundResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new(
        ResourceNames.Group, ResourceNames.Version, ResourceNames.ChannelSubscription, "channelsubscriptions", HasStatus: true);

    UserReference IBoundResource.UserRef => Spec.UserRef;

    string? IBoundResource.GivenTo => Status?.User;

    bool IBoundResource.Suspended => Spec.Suspend;

    NotifySpec? IBoundResource.Notify => Spec.Notify;
}
