using System.Text.Json;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>A resource, or a subresource, that a server serves.</summary>
/// <param name="Name">Plural name, with the subresource after a slash.</param>
/// <param name="Kind">Name in manifests.</param>
/// <param name="Namespaced">Whether its objects live in namespaces.</param>
/// <param name="Verbs">What can be done with it.</param>
public sealed record ServedResource(string Name, string Kind, bool Namespaced, IReadOnlyList<string> Verbs);

/// <summary>What an API server serves.</summary>
public sealed class Discovery
{
    private readonly ApiConnection _connection;

    internal Discovery(ApiConnection connection) => _connection = connection;

    /// <summary>The server's version, such as <c>v1.30.2</c>.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var answer = await ReadAsync("/version", cancellationToken);
        return answer.RootElement.GetProperty("gitVersion").GetString()!;
    }

    /// <summary>Every <c>apiVersion</c> served, such as <c>v1</c> and <c>apps/v1</c>; a group's preferred version before its others.</summary>
    public async Task<IReadOnlyList<string>> ApiVersionsAsync(CancellationToken cancellationToken)
    {
        using var core = await ReadAsync("/api", cancellationToken);
        using var groups = await ReadAsync("/apis", cancellationToken);
        var named = from @group in groups.RootElement.GetProperty("groups").EnumerateArray()
                    let preferred = @group.GetProperty("preferredVersion").GetProperty("groupVersion").GetString()
                    from version in @group.GetProperty("versions").EnumerateArray()
                        .Select(version => version.GetProperty("groupVersion").GetString()!)
                        .OrderByDescending(version => version == preferred)
                    select version;
        return [.. core.RootElement.GetProperty("versions").EnumerateArray().Select(version => version.GetString()!), .. named];
    }

    /// <summary>What is served of an <c>apiVersion</c>; nothing when it is not known.</summary>
    public async Task<IReadOnlyList<ServedResource>> ResourcesAsync(string apiVersion, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await ReadAsync(ResourcePath.OfVersion(apiVersion), cancellationToken);
            return answer.RootElement.GetProperty("resources").Deserialize<List<ServedResource>>(KubernetesJson.Options)!;
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            return [];
        }
    }

    /// <summary>Whether a kind is served as it is defined here.</summary>
    public async Task<bool> ServesAsync(ResourceDefinition definition, CancellationToken cancellationToken)
    {
        var served = await ResourcesAsync(definition.ApiVersion, cancellationToken);
        return served.Any(resource => (resource.Name, resource.Kind) == (definition.Plural, definition.Kind));
    }

    private Task<JsonDocument> ReadAsync(string path, CancellationToken cancellationToken) =>
        _connection.SendAsync(new ApiRequest(HttpMethod.Get, "get", "discovery", path), cancellationToken);
}
