namespace TelegramParser.Worker.Session;

/// <summary>
/// Closes and opens the client again, so that what it reads comes from the server and not from its memory, and so that
/// its memory does not grow: without a message database TDLib keeps every message that it has read, about 2 kB each.
/// Whoever reads holds the client; a renewal waits until nobody does, and readers let go between two pages when one is wanted.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ClientRenewal(Func<CancellationToken, Task> renew)
{
    /// <summary>Messages that a client may read before it is renewed.</summary>
    public const int MostMessages = 40_000;

    private readonly SemaphoreSlim _settled = new(0);
    private TaskCompletionSource? _wanted;
    private int _holders;

    /// <summary>Messages that the client has read since it was opened.</summary>
    public int Loaded { get; private set; }

    /// <summary>How often the client was renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>Whoever holds the client should let go of it soon.</summary>
    public bool IsWanted => _wanted is not null;

    /// <summary>Holds the client until the result is disposed; waits for a renewal that is wanted.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken ct)
    {
        while (_wanted is { } renewal)
            await renewal.Task.WaitAsync(ct);
        ct.ThrowIfCancellationRequested();
        _holders++;
        return new Holder(this);
    }

    /// <summary>Counts messages that were read.</summary>
    public void Count(int messages)
    {
        Loaded += messages;
        if (Loaded >= MostMessages)
            Want();
    }

    /// <summary>Has the client renewed, and waits for it. Not while holding it.</summary>
    public Task RenewAsync(CancellationToken ct)
    {
        Want();
        return _wanted!.Task.WaitAsync(ct);
    }

    /// <summary>Renews when it is wanted, until it is cancelled. An error of the renewal ends it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await _settled.WaitAsync(ct);
            if (_wanted is not { } renewal || _holders > 0)
                continue;
            await renew(ct);
            Loaded = 0;
            Renewals++;
            _wanted = null;
            renewal.SetResult();
        }
    }

    private void Want()
    {
        if (_wanted is not null)
            return;
        _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _settled.Release();
    }

    private sealed class Holder(ClientRenewal owner) : IDisposable
    {
        private bool _letGo;

        public void Dispose()
        {
            if (_letGo)
                return;
            _letGo = true;
            owner._holders--;
            owner._settled.Release();
        }
    }
}
