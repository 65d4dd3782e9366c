using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Retention;

/// <summary>
/// Writes to resources what the API is asked to set: they stay the only truth. The API server records the web server, by its user
/// agent, as the manager of the field.
/// </summary>
internal sealed class ResourceWriter(WebOptions options)
{
    /// <summary>Sets or removes <c>spec.retention.days</c>.</summary>
    /// <exception cref="ApiProblem">The resource cannot be written here, does not exist, or refuses the value.</exception>
    public async Task SetRetentionAsync<T>(ObjectKey key, int? days, CancellationToken cancellation)
        where T : KubernetesObject, IResource
    {
        if (options.Resources is not { } api)
            throw FileIsTruth(T.Definition.Kind, key, days);
        var retention = days is { } number ? new JsonObject { ["days"] = number } : null;
        try
        {
            await api.PatchAsync<T>(key, new MergePatch(new JsonObject { ["spec"] = new JsonObject { ["retention"] = retention } }), cancellation);
        }
        catch (ApiException e) when (e.Is(StatusReasons.NotFound))
        {
            throw Refused($"There is no {T.Definition.Kind} '{key.Name}' in namespace '{key.Namespace}' any more; what is stored of it is kept for ever.");
        }
        catch (ApiException e)
        {
            throw Refused($"The API server has refused the change of {T.Definition.Kind} '{key.Name}': {e.Message}");
        }
        catch (HttpRequestException e)
        {
            throw new ApiProblem(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.ResourcesUnavailable, "The Kubernetes API server does not answer.",
                $"Nothing was changed: {e.Message} Try again in a few seconds.")
            {
                RetryAfterSeconds = 5,
            };
        }
    }

    private static ApiProblem Refused(string detail) =>
        new(StatusCodes.Status409Conflict, ProblemCodes.ResourceRefused, "The resource was not changed.", detail);

    private static ApiProblem FileIsTruth(string kind, ObjectKey key, int? days) => new(
        StatusCodes.Status409Conflict, ProblemCodes.ManifestIsTruth, "The manifest is the truth here.",
        $"This server cannot write resources: in standalone mode the manifest file of {kind} '{key.Name}' is the truth. "
        + (days is { } number ? $"Write 'retention: {{days: {number}}}' under its 'spec'" : "Remove 'retention' from its 'spec'")
        + "; that applies at once. GET with ?days= tells before what it would remove.");
}
