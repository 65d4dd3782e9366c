using System.Runtime.CompilerServices;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes;

/// <summary>A server that can be made to lose its watchers and to refuse.</summary>
internal sealed class FlakyApi(IKubernetesApi inner) : IKubernetesApi
{
    private volatile bool _refusing;
    private volatile TaskCompletionSource? _outage;
    private TaskCompletionSource _interruption = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lists fail until this is disposed.</summary>
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

    public async Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        if (_refusing)
            throw new HttpRequestException("Connection refused");
        if (_outage is { } outage)
            await outage.Task.WaitAsync(cancellationToken);
        return await inner.ListAsync<T>(selection, cancellationToken);
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
                throw new ApiException(new Status(410, StatusReasons.Gone, "too old resource version"));
            }
            if (!await next)
                yield break;
            yield return watch.Current;
        }
    }

    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.GetAsync<T>(key, cancellationToken);

    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.CreateAsync(obj, cancellationToken);

    public Task<T> ApplyAsync<T>(T obj, string fieldManager, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.ApplyAsync(obj, fieldManager, cancellationToken);

    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.UpdateStatusAsync(obj, cancellationToken);

    public Task DeleteAsync<T>(ObjectKey key, Preconditions? preconditions, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => inner.DeleteAsync<T>(key, preconditions, cancellationToken);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
