using System.Text.Json.Serialization;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Resources;

/// <summary>A Telegram account that the operator runs a worker for.</summary>
public sealed record TelegramUser() : CustomResource<TelegramUserSpec, TelegramUserStatus>(Definition), IResource
{
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
