using TelegramParser.Contracts.Channels;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Bindings;

/// <summary>What can be wrong with every resource that is a part of a worker's work.</summary>
internal static class BoundValidation
{
    /// <summary>What is wrong, a sentence each.</summary>
    public static IEnumerable<string> Errors(IBoundResource resource)
    {
        if (resource.Metadata.Annotations?.GetValueOrDefault(Annotations.ManifestError) is { } manifestError)
            yield return $"{manifestError} The last good version stays in force.";
        if (resource.UserRef.Name.Length == 0)
            yield return "spec.userRef.name is empty. Name a TelegramUser in the same namespace.";
        else if (!string.Equals(resource.BoundUser, resource.UserRef.Name, StringComparison.Ordinal))
            yield return $"spec.userRef cannot change from '{resource.BoundUser}' to '{resource.UserRef.Name}'. Delete this {resource.Kind} and create another one.";
    }

    /// <summary>What is wrong with a reference to a channel or group; null when nothing is.</summary>
    public static string? ChatError(string reference)
    {
        try
        {
            _ = ChannelReference.Parse(reference);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }
}
