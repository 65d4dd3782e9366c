namespace TelegramParser.Worker.Loop;

/// <summary>Those who want to know of something that happens on an event loop.</summary>
/// <param name="loop">The loop on which all of this is used.</param>
internal sealed class Subscribers<T>(EventLoop loop)
{
    private readonly List<Action<T>> _all = [];

    /// <summary>Adds one, until the result is disposed.</summary>
    internal IDisposable Add(Action<T> onNext)
    {
        loop.VerifyAccess();
        _all.Add(onNext);
        return new Subscription(this, onNext);
    }

    /// <summary>Tells all that are there now.</summary>
    internal void Publish(T value)
    {
        foreach (var onNext in _all.ToArray())
            onNext(value);
    }

    private void Remove(Action<T> onNext)
    {
        loop.VerifyAccess();
        _all.Remove(onNext);
    }

    private sealed class Subscription(Subscribers<T> owner, Action<T> onNext) : IDisposable
    {
        public void Dispose() => owner.Remove(onNext);
    }
}
