namespace TelegramParser.Worker.Loop;

/// <summary>Brings every continuation of code that runs on an <see cref="EventLoop"/> back to that loop.</summary>
internal sealed class LoopSynchronizationContext(EventLoop loop) : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => loop.Enqueue(d, state);

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (!loop.IsOnLoop)
            throw new NotSupportedException("Blocking until the event loop has run a callback is not supported: use InvokeAsync.");
        d(state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
