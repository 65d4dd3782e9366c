using Npgsql;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Loop;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Work that stored posts bring about, outside of the transactions that store them: it takes little of Postgres while channels are
/// parsed, and is done with the rest when none is.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
/// <param name="lease">The user's lease.</param>
/// <param name="isBusy">Whether channels are parsed.</param>
/// <param name="retryAfter">How long Postgres is left alone after an error.</param>
/// <param name="failed">Told of such an error.</param>
/// <param name="time">Measures the pauses.</param>
internal sealed class FollowUp(HeldLease lease, Func<bool> isBusy, TimeSpan retryAfter, Action<string> failed, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly WakeSignal _stored = new();

    /// <summary>Tells that something was stored.</summary>
    public void Wake() => _stored.Set();

    /// <summary>Runs until it is cancelled.</summary>
    /// <param name="step">Does a part of the work, behind the fence of the lease; false when that was all.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync(Func<CancellationToken, Task<bool>> step, CancellationToken ct)
    {
        // What the process before has left.
        Wake();
        while (true)
        {
            await _stored.Task.WaitAsync(ct);
            await Task.Delay(Pause, time, ct);
            _stored.Reset();
            try
            {
                while (await step(ct))
                {
                    if (isBusy())
                        await Task.Delay(Pause, time, ct);
                }
            }
            catch (LeaseLostException e)
            {
                lease.MarkLost(e.Message);
            }
            catch (NpgsqlException e)
            {
                failed(e.Message);
                await Task.Delay(retryAfter, time, ct);
                Wake();
            }
        }
    }
}
