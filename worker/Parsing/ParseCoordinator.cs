using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Runs;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Parsing;

/// <summary>Runs parses side by side, never two of one channel: who asks for one that runs waits for that one.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ParseCoordinator(
    EventLoop loop, Parser parser, SubscriptionSet subscriptions, RunStore runs, HeldLease lease, CancellationToken stopping)
{
    // A parse mostly waits to be sure that nothing is new, for two to three seconds: so a thousand channels take five and a half minutes.
    private const int AtOnce = 8;

    private readonly SemaphoreSlim _slots = new(AtOnce);
    private readonly Dictionary<long, (Demand Demand, Task<ChannelReport> Parse)> _running = [];

    /// <summary>Subscriptions that are being parsed or wait for their turn.</summary>
    public IReadOnlyCollection<long> Running => _running.Keys;

    /// <summary>Number of parses that have ended.</summary>
    public long Ended { get; private set; }

    /// <summary>Parses a channel, or joins the parse of it that runs for what is asked for now.</summary>
    public async Task<ChannelReport> ParseAsync(Subscription subscription, string trigger, long? runId)
    {
        loop.VerifyAccess();
        while (_running.TryGetValue(subscription.Id, out var running))
        {
            if (running.Demand == subscription.Demand)
                return await running.Parse;
            await ((Task)running.Parse).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        var parse = RunAsync(subscription, subscription.Demand, trigger, runId);
        if (!parse.IsCompleted)
            _running[subscription.Id] = (subscription.Demand, parse);
        return await parse;
    }

    /// <summary>Parses several channels for a command, and records the outcome in the run that it belongs to.</summary>
    public async Task<IReadOnlyList<ChannelReport>> ParseAllAsync(IReadOnlyList<Subscription> wanted, long? runId)
    {
        loop.VerifyAccess();
        if (runId is { } started)
            await runs.StartUserRunAsync(lease.Token, started, stopping);
        var reports = await Task.WhenAll(wanted.Select(s => ParseAsync(s, ParseTrigger.Command, runId)));
        if (runId is { } ended)
        {
            await runs.FinishUserRunAsync(
                lease.Token, ended, reports.Status(), reports.Sum(r => r.PostsAdded), reports.FirstOrDefault(r => r.Error is not null)?.Error, stopping);
        }
        return reports;
    }

    /// <summary>Waits until no parse runs.</summary>
    public async Task DrainAsync()
    {
        while (_running.Count > 0)
            await Task.WhenAny(_running.Values.Select(running => running.Parse));
    }

    private async Task<ChannelReport> RunAsync(Subscription subscription, Demand demand, string trigger, long? runId)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(demand.Token, stopping);
        try
        {
            return await subscription.AloneAsync(() => ParseInTurnAsync(subscription, demand, trigger, runId, waiting.Token), waiting.Token);
        }
        catch (OperationCanceledException) when (demand.End is not null && !stopping.IsCancellationRequested)
        {
            // Before its turn had come.
            return new ChannelReport(subscription.Name, subscription.ChatId, 0, ParseStatus.Interrupted, demand.End.Reason, demand.End.Message);
        }
        catch (LeaseLostException e)
        {
            lease.MarkLost(e.Message);
            throw;
        }
        finally
        {
            Ended++;
            _running.Remove(subscription.Id);
            subscriptions.Wake();
        }
    }

    private async Task<ChannelReport> ParseInTurnAsync(
        Subscription subscription, Demand demand, string trigger, long? runId, CancellationToken waiting)
    {
        await _slots.WaitAsync(waiting);
        try
        {
            return await parser.ParseAsync(subscription, demand, trigger, runId, stopping);
        }
        finally
        {
            _slots.Release();
        }
    }
}
