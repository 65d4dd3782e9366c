using System.Text.Json.Nodes;

namespace TelegramParser.Kubernetes.Http;

/// <summary>One request to an API server.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Verb">The API's verb: <c>get</c>, <c>list</c>, <c>watch</c>, <c>create</c>, <c>patch</c>, <c>apply</c>, …</param>
/// <param name="Resource">The resource, for metrics; with its subresource after a slash.</param>
/// <param name="Path">Path with query, below the server's base address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Verb, string Resource, string Path)
{
    /// <summary>The body, if there is one.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>Media type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>Media type that is wanted.</summary>
    public string Accept { get; init; } = "application/json";
}
