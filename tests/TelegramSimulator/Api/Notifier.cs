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

    /// <summary>Tells an account of a message in its box.</summary>
    public void MessageBoxed(Account account, BoxedMessage message, int pts) =>
        _queue.Writer.TryWrite(() => PushTo(account, envelope.Updates(message, pts, account)));

    /// <summary>Tells users what a channel is to them now.</summary>
    public void ChannelDescribed(World.Channel channel, IReadOnlyList<long> users) => _queue.Writer.TryWrite(() =>
    {
        foreach (var user in users.Select(world.AccountById).OfType<Account>())
        {
            var groups = world.Groups.Where(group => group.MigratedTo == channel).Select(group => Peers.Chat(group, user));
            PushTo(user, new TlObject("updates")
            {
                ["updates"] = new[] { new TlObject("updateChannel") { ["channel_id"] = channel.Id } },
                ["chats"] = groups.Append(Peers.Chat(channel, user)).ToList(),
                ["date"] = time.GetUtcNow(),
            });
        }
    });

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
            if (envelope.Updates(channel, [update], member) is { } updates)
                PushTo(member, updates);
        }
    }

    private void PushTo(Account account, TlObject updates)
    {
        if (!world.Updates.ArePushed)
            return;
        foreach (var session in keys.SessionsOf(account.User.Id).Where(s => s is { IsInitialized: true, WantsNoUpdates: false }))
            Send(session, updates);
    }

    private void Send(Session session, TlObject updates) =>
        session.SendNotification(TlEncoder.Encode(layers.SchemaOf(session), updates));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "An update could not be pushed")]
        public static partial void NotPushed(ILogger logger, Exception exception);
    }
}
