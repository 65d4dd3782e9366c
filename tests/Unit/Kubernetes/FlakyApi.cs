using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes;

/// <summary>A server that can be made to lose its watchers, to tell them late and to refuse.</summary>
internal sealed class FlakyApi(IKubernetesApi inner) : IKubernetesApi
{
    private volatile bool _refusing;
    private volatile TaskCompletionSource? _outage;
    private readonly ConcurrentDictionary<Type, Task> _silences = new();
    private TaskCompletionSource _interruption = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests fail until this is disposed.</summary>
    public IDisposable Refusing()
    {
        _refusing = true;
        return new Ending(() => _refusing = false);
    }

    /// <summary>Watches end now, and their version is too old; lists wait until this is disposed.</summary>
    public IDisposable Outage()
    {
        var outage = _outage = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _interruption, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return new Ending(() =>
        {
            _outage = null;
            outage.SetResult();
        });
    }

    /// <summary>Watches of a kind tell nothing until this is disposed.</summary>
    public IDisposable Silence<T>()
        where T : KubernetesObject, IResource
    {
        var silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _silences[typeof(T)] = silence.Task;
        return new Ending(silence.SetResult);
    }

    public async Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        var reached = Reached();
        if (_outage is { } outage)
            await outage.Task.WaitAsync(cancellationToken);
        return await reached.ListAsync<T>(selection, cancellationToken);
    }

    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var watch = inner.WatchAsync<T>(selection, resourceVersion, watching.Token).GetAsyncEnumerator(CancellationToken.None);
        var interruption = _interruption.Task;
        while (true)
        {
            var next = watch.MoveNextAsync().AsTask();
            if (await Task.WhenAny(next, interruption) == interruption)
            {
                await watching.CancelAsync();
                await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw new ApiException(new Status(410, StatusReasons.Expired, "too old resource version"));
            }
            if (!await next)
                yield break;
            await _silences.GetValueOrDefault(typeof(T), Task.CompletedTask).WaitAsync(cancellationToken);
            yield return watch.Current;
        }
    }

    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().GetAsync<T>(key, cancellationToken);

    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().CreateAsync(obj, cancellationToken);

    public Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().ApplyAsync(obj, options, cancellationToken);

    public Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().PatchAsync<T>(key, patch, cancellationToken);

    public Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().PatchStatusAsync<T>(key, patch, cancellationToken);

    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().UpdateStatusAsync(obj, cancellationToken);

    public Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Reached().DeleteAsync<T>(key, options, cancellationToken);

    private IKubernetesApi Reached() => _refusing ? throw new HttpRequestException("Connection refused") : inner;

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
