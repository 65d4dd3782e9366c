using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Pushes updates to the clients that they concern, one after another in the order in which they happened.</summary>
internal sealed partial class Notifier(
    SimulatedWorld world, AuthKeys keys, QueryReader layers, Envelope envelope, TimeProvider time, ILogger<Notifier> logger)
{
    private readonly Channel<Action> _queue = System.Threading.Channels.Channel.CreateUnbounded<Action>();

    /// <summary>Members learn of every change; others ask for the difference.</summary>
    public void ChannelChanged(World.Channel channel, ChannelUpdate update) =>
        _queue.Writer.TryWrite(() => Push(channel, update));

    public void LoginTokenAccepted(AuthKey key) => Notify(
        key, new TlObject("updateShort") { ["update"] = new TlObject("updateLoginToken"), ["date"] = time.GetUtcNow() });

    /// <summary>Makes a client ask for what it missed, by which it learns that its session has ended.</summary>
    public void AskForDifference(AuthKey key) => Notify(key, new TlObject("updatesTooLong"));

    public async Task RunAsync(CancellationToken cancellation)
    {
        await foreach (var push in _queue.Reader.ReadAllAsync(cancellation))
        {
            try
            {
                push();
            }
            catch (SchemaException e)
            {
                Log.NotPushed(logger, e);
            }
        }
    }

    private void Notify(AuthKey key, TlObject updates) => _queue.Writer.TryWrite(() =>
    {
        foreach (var session in keys.SessionsOf(key).Where(session => session.IsInitialized))
            Send(session, updates);
    });

    private void Push(World.Channel channel, ChannelUpdate update)
    {
        foreach (var member in channel.Members.Select(world.AccountById).OfType<Account>())
        {
            if (envelope.Updates(channel, [update], member) is not { } updates)
                continue;
            foreach (var session in keys.SessionsOf(member.User.Id).Where(s => s is { IsInitialized: true, WantsNoUpdates: false }))
                Send(session, updates);
        }
    }

    private void Send(Session session, TlObject updates) =>
        session.SendNotification(TlEncoder.Encode(layers.SchemaOf(session), updates));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An update could not be pushed")]
        public static partial void NotPushed(ILogger logger, Exception exception);
    }
}
