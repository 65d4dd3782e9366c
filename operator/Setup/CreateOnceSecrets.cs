using System.Text;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.Setup;

/// <summary>
/// Makes Secrets that an installation needs: by create alone, so that nothing that exists is ever changed, whoever made it and
/// however often this runs.
/// </summary>
internal sealed class CreateOnceSecrets(IKubernetesApi api)
{
    /// <summary>Makes a Secret if there is none.</summary>
    /// <param name="key">Namespace and name.</param>
    /// <param name="values">Its keys with new values.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Whether it was made now.</returns>
    /// <exception cref="UserErrorException">It exists and lacks a key, or has one without a value.</exception>
    public async Task<bool> EnsureAsync(
        ObjectKey key, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        if (await api.FindAsync<Secret>(key, cancellationToken) is not { } live)
        {
            try
            {
                await api.CreateAsync(New(key, values), cancellationToken);
                return true;
            }
            catch (ApiException e) when (e.Is(StatusReasons.AlreadyExists))
            {
                // Another replica was faster.
                live = await api.GetAsync<Secret>(key, cancellationToken);
            }
        }
        var missing = values.Keys.Where(name => live.Data?.GetValueOrDefault(name) is not { Length: > 0 }).ToList();
        return missing.Count == 0
            ? false
            : throw new UserErrorException(
                $"Secret '{key}' exists and has no {string.Join(", ", missing)}. What exists is never changed: add what is missing, or delete "
                + "the Secret if nothing depends on its values.");
    }

    private static Secret New(ObjectKey key, IReadOnlyDictionary<string, string> values) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = key.Namespace,
            Name = key.Name,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [Annotations.ManagedBy] = Annotations.Operator },
        },
        Data = values.ToDictionary(value => value.Key, value => Encoding.UTF8.GetBytes(value.Value), StringComparer.Ordinal),
    };
}
