using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Overview;

/// <summary>Something that goes on only when a person does something.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="User">Whose it is.</param>
internal sealed record Attention(AttentionKind Kind, UserKey User)
{
    /// <summary>The channel that it is about.</summary>
    public SubscriptionFinding? Channel { get; init; }

    /// <summary>Messages that could not be stored.</summary>
    public long Unstored { get; init; }

    /// <summary>Reasons of a parse that do not pass by themselves.</summary>
    public static IReadOnlyList<string> ChannelReasons { get; } =
    [
        Reasons.ChannelNotFound, Reasons.ChannelPrivate, Reasons.ChannelBanned, Reasons.ChannelRenamed, Reasons.UsernameTaken,
        Reasons.InviteExpired, Reasons.JoinRequestPending, Reasons.TooManyChannels, Reasons.DuplicateSubscription,
    ];

    /// <summary>Everything that needs a person, users first.</summary>
    public static IReadOnlyList<Attention> Of(IReadOnlyList<UserOverview> users, IReadOnlyList<SubscriptionFinding> channels) =>
    [
        .. users.Where(user => !user.User.Suspended).Select(OfSession).OfType<Attention>(),
        .. channels.Select(channel => new Attention(AttentionKind.Channel, channel.User) { Channel = channel }),
        .. users.Where(user => user.Unstored > 0)
            .Select(user => new Attention(AttentionKind.Unstored, user.User.Key) { Unstored = user.Unstored }),
    ];

    private static Attention? OfSession(UserOverview user) => user.Session switch
    {
        // A session that no worker has reported yet is on its way.
        null or { State: SessionState.Starting or SessionState.WaitingForLease or SessionState.Unknown } => null,
        { State: SessionState.Failed } => new Attention(AttentionKind.ClientFailed, user.User.Key),
        { State: SessionState.Ready, LeaseValid: false } => new Attention(AttentionKind.WorkerGone, user.User.Key),
        { State: SessionState.Ready or SessionState.LoggingOut or SessionState.Closed } => null,
        _ => new Attention(AttentionKind.NotLoggedIn, user.User.Key),
    };
}

/// <summary>What needs a person.</summary>
internal enum AttentionKind
{
    NotLoggedIn,
    ClientFailed,
    WorkerGone,
    Channel,
    Unstored,
}
