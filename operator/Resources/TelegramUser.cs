using System.Text.Json.Serialization;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Schema;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Resources;

/// <summary>A Telegram account that the operator runs a worker for.</summary>
[ShortName("tguser")]
[ObjectName(NamePattern, LongestName)]
[PrinterColumn("Ready", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].status")]
[PrinterColumn("Reason", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].reason")]
[PrinterColumn("Account", ColumnTypes.Text, ".status.username")]
[PrinterColumn("Subscriptions", ColumnTypes.Integer, ".status.subscriptions")]
[PrinterColumn("Posts", ColumnTypes.Integer, ".status.postsTotal")]
[PrinterColumn("Last Parse", ColumnTypes.Date, ".status.lastParseTime")]
[PrinterColumn("Age", ColumnTypes.Date, ".metadata.creationTimestamp")]
[PrinterColumn("Worker", ColumnTypes.Text, ".status.conditions[?(@.type==\"WorkerAvailable\")].reason", Wide = true)]
[PrinterColumn("Authorized", ColumnTypes.Text, ".status.conditions[?(@.type==\"Authorized\")].reason", Wide = true)]
[PrinterColumn("Monitors", ColumnTypes.Integer, ".status.monitors", Wide = true)]
[PrinterColumn("Running", ColumnTypes.Integer, ".status.monitorsRunning", Wide = true)]
[PrinterColumn("User Id", ColumnTypes.Integer, ".status.userId", Wide = true)]
[PrinterColumn("Telegram Id", ColumnTypes.Integer, ".status.telegramId", Wide = true)]
[PrinterColumn("Message", ColumnTypes.Text, ".status.conditions[?(@.type==\"Ready\")].message", Wide = true)]
public sealed record TelegramUser() : CustomResource<TelegramUserSpec, TelegramUserStatus>(Definition), IResource
{
    /// <summary>
    /// Longest name: a pod's label holds the StatefulSet's name and an 11-character hash in 63 characters, and the
    /// StatefulSet adds <c>-worker</c>.
    /// </summary>
    public const int LongestName = 45;

    /// <summary>What a name looks like: it becomes a part of names of pods and Services, so it has no dots.</summary>
    public const string NamePattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$";

    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new(
        ResourceNames.Group, ResourceNames.Version, ResourceNames.TelegramUser, "telegramusers", HasStatus: true);

    /// <summary>The Secrets that the spec names.</summary>
    [JsonIgnore]
    public IEnumerable<ObjectKey> NamedSecrets =>
        new[] { Spec.CredentialsSecretRef, Spec.Proxy?.SecretRef }
            .OfType<LocalSecretReference>()
            .Select(reference => Key with { Name = reference.Name });
}
