using System.Text.Json.Nodes;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Retention;

/// <summary>
/// Writes to resources what the API is asked to set: they stay the only truth. It does so by server-side apply under a name of its own, so
/// that the API server tells when somebody else, such as GitOps, says what the field is to be: nothing is fought over in silence.
/// </summary>
internal sealed class ResourceWriter(WebOptions options)
{
    /// <summary>The manager of the fields that are set here, in the API server's books.</summary>
    public const string FieldManager = "tgparser-web";

    private const string OwnedByAnother = "FieldManagerConflict";

    /// <summary>Sets or removes <c>spec.retention.days</c>.</summary>
    /// <param name="key">The resource.</param>
    /// <param name="days">Days; null removes it.</param>
    /// <param name="force">Takes the field over from whoever else says what it is to be.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ApiProblem">The resource cannot be written here, does not exist, refuses the value, or has another manager.</exception>
    public async Task SetRetentionAsync<T>(ObjectKey key, int? days, bool force, CancellationToken cancellation)
        where T : KubernetesObject, IResource
    {
        if (options.Resources is not { } resources)
            throw FileIsTruth(T.Definition.Kind, key, days);
        try
        {
            await WriteAsync<T>(resources(), key, days, force, cancellation);
        }
        catch (ApiException e) when (e.Is(StatusReasons.Conflict) && e.Status.Details?.Causes?.FirstOrDefault(cause => cause.Reason == OwnedByAnother) is { } cause)
        {
            throw Managed(T.Definition.Kind, key, $"{cause.Message}.");
        }
        catch (ApiException e)
        {
            throw Refused($"The API server has refused the change of {T.Definition.Kind} '{key.Name}': {e.Message}");
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or ClientConfigurationException)
        {
            throw new ApiProblem(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.ResourcesUnavailable, "The Kubernetes API server cannot be asked.",
                $"Nothing was changed: {e.Message} Try again in a few seconds.")
            {
                RetryAfterSeconds = 5,
            };
        }
    }

    private static async Task WriteAsync<T>(IKubernetesApi api, ObjectKey key, int? days, bool force, CancellationToken cancellation)
        where T : KubernetesObject, IResource
    {
        var live = await api.FindAsync<RetentionOf<T>>(key, cancellation)
            ?? throw Refused($"There is no {T.Definition.Kind} '{key.Name}' in namespace '{key.Namespace}' any more; what is stored of it is kept for ever.");
        if (days is null && live.Spec?.Retention is null)
            return;
        // To be without it is no value that could be applied, and taking back what was applied leaves a null behind on API servers of 1.20.
        // So the field is taken first, with what keeps all posts, and removed then.
        var taken = new RetentionOf<T>
        {
            // With the UID it is for that very resource: none is made.
            Metadata = new ObjectMeta { Namespace = key.Namespace, Name = key.Name, Uid = live.Metadata.Uid },
            Spec = new RetentionPart { Retention = new RetentionSpec { Days = days ?? RetentionSpec.MostDays } },
        };
        await api.ApplyAsync(taken, new ApplyOptions(FieldManager, force), cancellation);
        if (days is null)
            await api.PatchAsync<RetentionOf<T>>(key, new MergePatch(new JsonObject { ["spec"] = new JsonObject { ["retention"] = null } }), cancellation);
    }

    private static ApiProblem Managed(string kind, ObjectKey key, string why) => new(
        StatusCodes.Status409Conflict, ProblemCodes.ResourceManaged, "Somebody else says how long posts are kept.",
        $"Nothing was changed. {kind} '{key.Name}' gets spec.retention from elsewhere, such as GitOps or kubectl apply: {why} "
        + "Change it there. Or send 'force': true; then it holds until it is applied from there again.");

    private static ApiProblem Refused(string detail) =>
        new(StatusCodes.Status409Conflict, ProblemCodes.ResourceRefused, "The resource was not changed.", detail);

    private static ApiProblem FileIsTruth(string kind, ObjectKey key, int? days) => new(
        StatusCodes.Status409Conflict, ProblemCodes.ManifestIsTruth, "The manifest is the truth here.",
        $"This server cannot write resources: in standalone mode the manifest file of {kind} '{key.Name}' is the truth. "
        + (days is { } number ? $"Write 'retention: {{days: {number}}}' under its 'spec'" : "Remove 'retention' from its 'spec'")
        + "; that applies at once. GET with ?days= tells before what it would remove.");
}
