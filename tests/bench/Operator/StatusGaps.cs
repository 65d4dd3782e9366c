using System.Collections.Concurrent;
using System.Diagnostics;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Bench.Operator;

/// <summary>Watches objects and keeps the shortest time between two writes of one.</summary>
internal sealed class StatusGaps(IKubernetesApi api, string @namespace)
{
    private readonly ConcurrentDictionary<string, (long At, string? Version)> _last = new(StringComparer.Ordinal);
    private long _shortest = long.MaxValue;

    /// <summary>The shortest gap so far; null when no object was written twice.</summary>
    public TimeSpan? Shortest => _shortest == long.MaxValue ? null : Stopwatch.GetElapsedTime(0, _shortest);

    /// <summary>Watches a kind until cancelled.</summary>
    public async Task WatchAsync<T>(CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        var selection = new Selection(@namespace);
        var version = (await api.ListAsync<T>(selection, cancellationToken)).ResourceVersion;
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var change in api.WatchAsync<T>(selection, version, cancellationToken))
            {
                version = change.ResourceVersion;
                if (change.Object is { } obj)
                    See($"{obj.Kind} {obj.Key}", obj.Metadata.ResourceVersion);
            }
        }
    }

    private void See(string name, string? version)
    {
        var now = Stopwatch.GetTimestamp();
        if (_last.TryGetValue(name, out var before) && before.Version != version)
        {
            var gap = now - before.At;
            for (var known = Interlocked.Read(ref _shortest); gap < known; known = Interlocked.Read(ref _shortest))
                Interlocked.CompareExchange(ref _shortest, gap, known);
        }
        _last[name] = (now, version);
    }
}
