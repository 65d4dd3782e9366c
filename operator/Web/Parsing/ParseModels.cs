using System.Text.Json.Serialization;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Parsing;

/// <summary>What a parse on request did.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="TelegramId">The account's id at Telegram.</param>
/// <param name="PostsAdded">New posts stored.</param>
/// <param name="Status">`success`; `partial` when some channels failed or were interrupted; `interrupted` when all were, since their subscriptions were removed, suspended or changed meanwhile.</param>
/// <param name="Channels">The channels that failed or were interrupted; left out when there are none.</param>
public sealed record ParseResult(
    long UserId,
    long? TelegramId,
    long PostsAdded,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FailedChannel>? Channels)
{
    internal static ParseResult Of(ParseReport report)
    {
        var failed = FailedChannel.Of(report);
        return new ParseResult(report.UserId, report.TelegramId, report.PostsAdded, report.Status, failed.Count == 0 ? null : failed);
    }
}

/// <summary>A channel that was not read to its end.</summary>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="ChatId">The channel's chat id, when known.</param>
/// <param name="PostsAdded">New posts stored before its end.</param>
/// <param name="Reason">A constant of the conditions' reasons; `SubscriptionRemoved`, `Suspended` or `SettingsPending` when it was interrupted.</param>
/// <param name="Error">Why, in words.</param>
public sealed record FailedChannel(string Subscription, long? ChatId, long PostsAdded, string? Reason, string? Error)
{
    internal static IReadOnlyList<FailedChannel> Of(ParseReport report) =>
    [
        .. report.Channels
            .Where(channel => channel.Status != ParseStatus.Success)
            .Select(channel => new FailedChannel(channel.Subscription, channel.ChatId, channel.PostsAdded, channel.Reason, channel.Error)),
    ];
}

/// <summary>A run that has been started.</summary>
/// <param name="RunId">Number of the run.</param>
/// <param name="Users">How many users parse.</param>
/// <param name="Status">`running`, or `success` when there is nobody to parse.</param>
/// <param name="StatusUrl">Path under which the run tells how it goes.</param>
public sealed record StartedRun(long RunId, int Users, string Status, string StatusUrl);

/// <summary>A parse run over all users.</summary>
/// <param name="Id">Number of the run.</param>
/// <param name="Scope">`all`, `user` or `channel`.</param>
/// <param name="Status">`running`; in the end the status that all users share, or `partial` when they differ.</param>
/// <param name="PostsAdded">New posts of all users so far.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When the last user was done.</param>
/// <param name="Users">How it goes for each user.</param>
public sealed record ParseRun(
    long Id,
    string Scope,
    string Status,
    long PostsAdded,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<ParseRunUser> Users)
{
    internal static ParseRun Of(RunDetails run) => new(
        run.Id,
        run.Scope,
        run.Status,
        run.PostsAdded,
        run.StartedAt,
        run.FinishedAt,
        [
            .. run.Users.Select(user => new ParseRunUser(
                user.UserId, user.User.Namespace, user.User.Name, user.Status, user.PostsAdded, user.Error, user.StartedAt,
                user.FinishedAt)),
        ]);
}

/// <summary>One user's part of a run.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Namespace">Namespace of the TelegramUser.</param>
/// <param name="Name">Name of the TelegramUser.</param>
/// <param name="Status">`running`, `success`, `partial`, `failed` or `interrupted`.</param>
/// <param name="PostsAdded">New posts.</param>
/// <param name="Error">Why it failed, in words.</param>
/// <param name="StartedAt">When the worker began; null while it has not.</param>
/// <param name="FinishedAt">When it was done.</param>
public sealed record ParseRunUser(
    long UserId,
    string Namespace,
    string Name,
    string Status,
    long PostsAdded,
    string? Error,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt);
