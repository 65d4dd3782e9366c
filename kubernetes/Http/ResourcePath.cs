using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>Paths of resources and objects (https://kubernetes.io/docs/reference/using-api/api-concepts/).</summary>
internal static class ResourcePath
{
    /// <summary>The objects of a kind: of one namespace, or of all.</summary>
    public static string Of(ResourceDefinition definition, string? @namespace) =>
        OfVersion(definition.ApiVersion)
        + (string.IsNullOrEmpty(@namespace) ? "" : $"/namespaces/{Uri.EscapeDataString(@namespace)}")
        + $"/{definition.Plural}";

    /// <summary>One object, or a subresource of it.</summary>
    public static string Of(ResourceDefinition definition, ObjectKey key, string? subresource = null)
    {
        Require(definition, key);
        var path = $"{Of(definition, key.Namespace)}/{Uri.EscapeDataString(key.Name)}";
        return subresource is null ? path : $"{path}/{subresource}";
    }

    /// <summary>All that is served of a group and version.</summary>
    private static string OfVersion(string apiVersion) => apiVersion.Contains('/') ? $"/apis/{apiVersion}" : $"/api/{apiVersion}";

    /// <summary>Query parameters that have a value.</summary>
    public static string Query(params (string Name, string? Value)[] parameters)
    {
        var given = parameters.Where(parameter => parameter.Value is not null)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value!)}")
            .ToList();
        return given.Count == 0 ? "" : "?" + string.Join('&', given);
    }

    /// <summary>Refuses a key without what its kind needs: such a path would be that of something else.</summary>
    public static void Require(ResourceDefinition definition, ObjectKey key)
    {
        if (key.Name.Length == 0 || key.Namespace.Length == 0 == definition.Namespaced)
        {
            throw new ApiException(new Status(
                422, StatusReasons.Invalid, $"{definition.Kind} \"{key}\": metadata.name and, where it applies, metadata.namespace are required"));
        }
    }
}
