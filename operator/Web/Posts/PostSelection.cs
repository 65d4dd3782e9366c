using TelegramParser.Operator.Web.Channels;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>Which posts of a user a request asks for.</summary>
/// <param name="Channel">The channel as the request names it; null for all.</param>
/// <param name="Text">What is looked for; null for everything.</param>
/// <param name="Search">Where it is looked for, a name of <see cref="SearchIn"/>; null for the posts alone.</param>
internal sealed record PostSelection(string? Channel, string? Text, string? Search)
{
    /// <summary>Turns it into the filter of the query.</summary>
    /// <param name="user">Whose posts.</param>
    /// <param name="channels">Reads the user's channels.</param>
    /// <param name="since">The earliest date; null for all.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The filter, and the subscription to the channel; null when none is named, or no longer subscribed to.</returns>
    public async Task<(PostFilter Filter, SubscriptionOverview? Subscription)> ReadAsync(
        UserRow user, ChannelQueries channels, DateTimeOffset? since, CancellationToken cancellation)
    {
        if (Search is not null && Text is null)
            throw ApiProblem.InvalidParameter("search", "The query parameter 'search' says where 'q' is looked for. Give 'q', too.");
        var subscription = Channel is null
            ? null
            : ChannelRef.Find(await channels.ListAsync(user.Key.Installation, user.Id, cancellation), Channel);
        var filter = new PostFilter(
            since,
            subscription?.Subscription.ChatId?.ToString() ?? Channel,
            Text,
            Search is null ? SearchIn.Posts : Enum.Parse<SearchIn>(Search, ignoreCase: true));
        return (filter, subscription);
    }

    /// <summary>The problem of a channel that the user neither has nor had.</summary>
    public ApiProblem ChannelNotFound(UserRow user) => ApiProblem.NotFound(
        ProblemCodes.ChannelNotFound, "The user has no such channel.",
        $"{user.Key} has no channel '{Channel}' and no such posts of it. GET /users/{{id}}/channels lists the channels.");
}
