using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Channels;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>Which posts of a user a request asks for: the query parameters that lists and feeds have in common.</summary>
internal record PostSelection
{
    /// <summary>The channel as the request names it; null for all.</summary>
    [FromQuery(Name = "channel")]
    [Description("Only posts of one channel: its chat id, @username or the name of its subscription.")]
    public string? Channel { get; init; }

    /// <summary>What is looked for; null for everything.</summary>
    [FromQuery(Name = "q")]
    [Description("Full text, in Russian and English: words, \"a phrase\", `or`, `-without`.")]
    public string? Text { get; init; }

    /// <summary>Where it is looked for, a name of <see cref="SearchIn"/>; null for the posts alone.</summary>
    [FromQuery(Name = "search")]
    [AllowedValues("posts", "pages", "all")]
    [DefaultValue("posts")]
    [Description("Where `q` is looked for: in the texts of posts, in titles and texts of the pages that they link to, or in both.")]
    public string? Search { get; init; }

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
