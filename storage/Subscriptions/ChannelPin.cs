namespace TelegramParser.Storage.Subscriptions;

/// <summary>Outcome of pinning a channel to a subscription.</summary>
public abstract record ChannelPin
{
    private ChannelPin()
    {
    }

    /// <summary>The subscription is for this channel from now on.</summary>
    /// <param name="Channel">Where reading starts: at the cursors of an earlier subscription, if there was one.</param>
    public sealed record Pinned(UserChannelRow Channel) : ChannelPin;

    /// <summary>The subscription is for something else by now; it was left as it is.</summary>
    public sealed record Superseded : ChannelPin;

    /// <summary>Another active subscription of the user is for this channel.</summary>
    /// <param name="OtherSubscription">Its name.</param>
    public sealed record DuplicateOf(string OtherSubscription) : ChannelPin;
}
