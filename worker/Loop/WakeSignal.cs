namespace TelegramParser.Worker.Loop;

/// <summary>Wakes one that waits. Set once or many times before it looks, it is woken once.</summary>
internal sealed class WakeSignal
{
    private TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is set.</summary>
    public Task Task => _set.Task;

    /// <summary>Sets it.</summary>
    public void Set() => _set.TrySetResult();

    /// <summary>Takes it back, before looking at what there is to do.</summary>
    public void Reset()
    {
        if (_set.Task.IsCompleted)
            _set = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
