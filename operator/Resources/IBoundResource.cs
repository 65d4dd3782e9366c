using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.Resources;

/// <summary>A resource that is a part of what the worker of a TelegramUser does.</summary>
internal interface IBoundResource
{
    /// <summary>Its kind.</summary>
    string Kind { get; }

    /// <summary>Its metadata.</summary>
    ObjectMeta Metadata { get; }

    /// <summary>The TelegramUser that it names, in the same namespace.</summary>
    UserReference UserRef { get; }

    /// <summary>The user whose worker was given it first, from its status; null when none was yet.</summary>
    string? GivenTo { get; }

    /// <summary><c>spec.suspend</c>.</summary>
    bool Suspended { get; }

    /// <summary><c>spec.notify</c>.</summary>
    NotifySpec? Notify { get; }
}

/// <summary>What follows from whom a resource is bound to.</summary>
internal static class BoundResources
{
    extension(IBoundResource resource)
    {
        /// <summary>The TelegramUser that the resource names.</summary>
        public ObjectKey UserKey => new(resource.Metadata.Namespace, resource.UserRef.Name);

        /// <summary>The Secret of its webhook; none when it names none.</summary>
        public IEnumerable<ObjectKey> WebhookSecrets =>
            resource.Notify?.Webhook?.SecretRef is { Name: { Length: > 0 } name } ? [new ObjectKey(resource.Metadata.Namespace, name)] : [];

        /// <summary>The user whose worker was given the resource; the one that it names when none was yet.</summary>
        public string BoundUser => resource.GivenTo ?? resource.UserRef.Name;
    }
}
