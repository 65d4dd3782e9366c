using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Pages.Charts;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Users;

/// <summary>All that the page of a user is drawn from.</summary>
internal sealed record UserView(PageTexts Texts, UserOverview Overview, DateTimeOffset Now)
{
    public UserSummary User { get; } = UserSummary.Of(Overview);

    public UserUrls Urls { get; } = new(Overview.User.Key);

    public required IReadOnlyList<SubscriptionOverview> Subscriptions { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<ParseRow> Parses { get; init; }

    public required PostsPerDay Daily { get; init; }

    /// <summary>The run that is followed.</summary>
    public RunDetails? Run { get; init; }

    /// <summary>Whether something is read now.</summary>
    public bool IsParsing => Run is { FinishedAt: null } || Parses.Any(parse => parse.Status == ParseStatus.Running);

    /// <summary>Whether a worker could be asked to parse.</summary>
    public bool CanParse => Overview.User.OrphanedAt is null && User.Authenticated;
}
