using System.Collections.Concurrent;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.ApiTokens;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.Operator.Controllers;

/// <summary>
/// The Secrets that the controllers need. A server cannot select them by who names them, so others are listed, too; of those only
/// the metadata stays in memory, until a user names one.
/// </summary>
/// <param name="api">The server.</param>
/// <param name="isNamed">Whether a user names a Secret.</param>
internal sealed class SecretCache(IKubernetesApi api, Func<ObjectKey, bool> isNamed)
{
    // In place of data that is not kept.
    private static readonly IReadOnlyDictionary<string, byte[]> Dropped = new Dictionary<string, byte[]>(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<ObjectKey, Secret> _read = new();
    private ObjectCache<Secret> _cache = null!;

    /// <summary>Types that hold no credentials of Telegram; the server leaves them out.</summary>
    public static FieldSelector Selected { get; } = new(
    [
        .. new[]
        {
            "helm.sh/release.v1", "kubernetes.io/service-account-token", "kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg",
            "kubernetes.io/tls", "bootstrap.kubernetes.io/token",
        }.Select(type => new FieldRequirement("type", type, Equal: false)),
    ]);

    /// <summary>Reads from this cache; before anything is looked up.</summary>
    public void Use(ObjectCache<Secret> cache) => _cache = cache;

    /// <summary>What of a Secret is kept in memory.</summary>
    public Secret Keep(Secret secret) => IsOurs(secret) || TokenSecret.IsOne(secret) || isNamed(secret.Key) ? secret : secret with { Data = Dropped };

    /// <summary>A Secret that asks for a token of the REST API.</summary>
    public Secret? FindToken(ObjectKey key) => FindOwn(key) is { } secret && TokenSecret.IsOne(secret) ? secret : null;

    /// <summary>A Secret that the operator made.</summary>
    public Secret? FindOwn(ObjectKey key) => _cache.Find(key) is { } secret && !ReferenceEquals(secret.Data, Dropped) ? secret : null;

    /// <summary>A Secret that a user names. It is asked for once when it was there before the user named it.</summary>
    public async Task<Secret?> FindNamedAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_cache.Find(key) is not { } seen)
            return null;
        if (!ReferenceEquals(seen.Data, Dropped))
            return seen;
        if (_read.TryGetValue(key, out var read) && read.Metadata.ResourceVersion == seen.Metadata.ResourceVersion)
            return read;
        if (await api.FindAsync<Secret>(key, cancellationToken) is not { } found)
            return null;
        return _read[key] = found;
    }

    /// <summary>Forgets Secrets that nobody names any more.</summary>
    public void Forget(IEnumerable<ObjectKey> keys)
    {
        foreach (var key in keys.Where(key => !isNamed(key)))
            _read.TryRemove(key, out _);
    }

    private static bool IsOurs(Secret secret) => secret.Metadata.Labels?.ContainsKey(ChildNames.UserLabel) == true;
}
