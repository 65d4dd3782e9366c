using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Schema;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Resources;

/// <summary>One group that is watched for a Telegram user: who mentions the user there, or what the user looks for, is found.</summary>
[ShortName("tgmon")]
[PrinterColumn("Ready", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("User", ColumnTypes.Text, ".spec.userRef.name")]
[PrinterColumn("Group", ColumnTypes.Text, ".spec.group")]
[PrinterColumn("Mentions", ColumnTypes.Integer, ".status.mentionsTotal")]
[PrinterColumn("Last Mention", ColumnTypes.Date, ".status.lastMentionTime")]
[PrinterColumn("Age", ColumnTypes.Date, ".metadata.creationTimestamp")]
[PrinterColumn("Synced", ColumnTypes.Text, ".status.conditions[?(@.type==\"Synced\")].status", Wide = true)]
[PrinterColumn("Chat Id", ColumnTypes.Integer, ".status.chatId", Wide = true)]
[PrinterColumn("Title", ColumnTypes.Text, ".status.title", Wide = true)]
[PrinterColumn("Message", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].message", Wide = true)]
public sealed record GroupMonitor() : CustomResource<GroupMonitorSpec, GroupMonitorStatus>(Definition), IResource, IBoundResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new(
        ResourceNames.Group, ResourceNames.Version, ResourceNames.GroupMonitor, "groupmonitors", HasStatus: true);

    UserReference IBoundResource.UserRef => Spec.UserRef;

    string? IBoundResource.GivenTo => Status?.User;

    bool IBoundResource.Suspended => Spec.Suspend;

    NotifySpec? IBoundResource.Notify => Spec.Notify;
}
