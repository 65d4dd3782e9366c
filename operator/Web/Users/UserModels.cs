using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Login;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Users;

/// <summary>A list of users.</summary>
/// <param name="Total">How many users that have a manifest the filters let through.</param>
/// <param name="Filters">The filters that were applied.</param>
/// <param name="Users">The users, by number.</param>
public sealed record UserList(int Total, UserFilters Filters, IReadOnlyList<UserSummary> Users);

/// <summary>Filters of the list of users.</summary>
/// <param name="AuthenticatedOnly">Only users that are logged in to Telegram.</param>
/// <param name="ActiveOnly">Only users that are not suspended.</param>
public sealed record UserFilters(bool AuthenticatedOnly, bool ActiveOnly);

/// <summary>A Telegram user.</summary>
public record UserSummary
{
    /// <summary>The user's number.</summary>
    public required long Id { get; init; }

    /// <summary>Namespace of the TelegramUser.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the TelegramUser.</summary>
    public required string Name { get; init; }

    /// <summary>`active`, `suspended` (by its manifest) or `orphaned` (the manifest is gone; stored posts stay).</summary>
    public required string State { get; init; }

    /// <summary>The account's id at Telegram, pinned by the first login.</summary>
    public required long? TelegramId { get; init; }

    /// <summary>The account's username, without @.</summary>
    public required string? Username { get; init; }

    /// <summary>The account's name.</summary>
    public required string? DisplayName { get; init; }

    /// <summary>Whether the session was last reported as logged in.</summary>
    public required bool Authenticated { get; init; }

    /// <summary>State of the Telegram session as last reported.</summary>
    public required SessionState SessionState { get; init; }

    /// <summary>Whether a worker is at work for the user.</summary>
    public required bool WorkerAlive { get; init; }

    /// <summary>Number of subscriptions.</summary>
    public required int ChannelsTotal { get; init; }

    /// <summary>Posts stored for the user.</summary>
    public required long PostsTotal { get; init; }

    /// <summary>Messages that could not be stored and wait to be tried again.</summary>
    public required long UnstoredMessages { get; init; }

    /// <summary>End of the last successful parse of any channel.</summary>
    public required DateTimeOffset? LastParseAt { get; init; }

    /// <summary>Path of the page on which a person logs the user in.</summary>
    public required string LoginUrl { get; init; }

    internal static UserSummary Of(UserOverview user) => new()
    {
        Id = user.User.Id,
        Namespace = user.User.Key.Namespace,
        Name = user.User.Key.Name,
        State = user switch
        {
            { User.OrphanedAt: not null } => UserStates.Orphaned,
            { User.Suspended: true } => UserStates.Suspended,
            _ => UserStates.Active,
        },
        TelegramId = user.User.TelegramId,
        Username = user.User.Username,
        DisplayName = user.User.DisplayName,
        Authenticated = user.Session?.State is SessionState.Ready,
        SessionState = user.Session?.State ?? SessionState.Unknown,
        WorkerAlive = user.Session?.LeaseValid ?? false,
        ChannelsTotal = user.Subscriptions,
        PostsTotal = user.PostsTotal,
        UnstoredMessages = user.Unstored,
        LastParseAt = user.LastSuccessAt,
        LoginUrl = LoginPages.Url(user.User.Key),
    };
}

/// <summary>Values of a user's <c>state</c>.</summary>
public static class UserStates
{
    /// <summary>Parsed on schedule.</summary>
    public const string Active = "active";

    /// <summary><c>spec.suspend</c> is true.</summary>
    public const string Suspended = "suspended";

    /// <summary>There is no TelegramUser any more; what was stored stays.</summary>
    public const string Orphaned = "orphaned";
}

/// <summary>A Telegram user with its session.</summary>
public sealed record UserDetail : UserSummary
{
    [SetsRequiredMembers]
    internal UserDetail(UserOverview user)
        : base(Of(user))
    {
        Session = user.Session is { } session
            ? new SessionDetail(session.Reason, session.Message, session.Connection, session.SettingsHash, session.StartedAt, session.UpdatedAt)
            : null;
        FloodWaits = [.. user.FloodWaits.Select(wait => new FloodWaitStatus(wait.Method, wait.Until))];
        CreatedAt = user.User.CreatedAt;
        OrphanedAt = user.User.OrphanedAt;
    }

    /// <summary>What the worker last reported; null until one has started.</summary>
    [JsonPropertyOrder(1)]
    public SessionDetail? Session { get; }

    /// <summary>Waits that Telegram has asked for and that have not passed.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<FloodWaitStatus> FloodWaits { get; }

    /// <summary>When the user was first seen.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset CreatedAt { get; }

    /// <summary>Since when there is no TelegramUser for it.</summary>
    [JsonPropertyOrder(1)]
    public DateTimeOffset? OrphanedAt { get; }
}

/// <summary>What a worker last reported of its session.</summary>
/// <param name="Reason">A constant of the conditions' reasons, where the state needs explaining.</param>
/// <param name="Message">The same in words, and what to do.</param>
/// <param name="Connection">Connection to Telegram: `Ready`, `Connecting`, `Updating`, …</param>
/// <param name="SettingsHash">Hash of the settings that are loaded.</param>
/// <param name="StartedAt">First report of the worker's process.</param>
/// <param name="UpdatedAt">Last report.</param>
public sealed record SessionDetail(
    string? Reason, string? Message, string? Connection, string? SettingsHash, DateTimeOffset? StartedAt, DateTimeOffset UpdatedAt);

/// <summary>Whether a user is logged in to Telegram.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="Authenticated">Whether the session was last reported as logged in.</param>
/// <param name="SessionState">State of the session.</param>
/// <param name="Reason">A constant of the conditions' reasons, where the state needs explaining.</param>
/// <param name="Message">The same in words, and what to do.</param>
/// <param name="TelegramId">The account's id at Telegram.</param>
/// <param name="Username">The account's username, without @.</param>
/// <param name="DisplayName">The account's name.</param>
/// <param name="FloodWaitUntil">When the longest wait ends that Telegram has asked for.</param>
/// <param name="UpdatedAt">When the worker last reported; null until one has started.</param>
/// <param name="LoginUrl">Path of the page on which a person logs the user in.</param>
public sealed record AuthStatus(
    long UserId,
    bool Authenticated,
    SessionState SessionState,
    string? Reason,
    string? Message,
    long? TelegramId,
    string? Username,
    string? DisplayName,
    DateTimeOffset? FloodWaitUntil,
    DateTimeOffset? UpdatedAt,
    string LoginUrl)
{
    internal static AuthStatus Of(UserOverview user)
    {
        var summary = UserSummary.Of(user);
        return new AuthStatus(
            summary.Id,
            summary.Authenticated,
            summary.SessionState,
            user.Session?.Reason,
            user.Session?.Message,
            summary.TelegramId,
            summary.Username,
            summary.DisplayName,
            user.FloodWaits.Max(wait => (DateTimeOffset?)wait.Until),
            user.Session?.UpdatedAt,
            summary.LoginUrl);
    }
}
