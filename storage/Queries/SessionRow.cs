using Npgsql;
using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Queries;

/// <summary>What a user's worker last reported, and whether one is at work.</summary>
public sealed record SessionRow
{
    /// <summary>State of the session; <see cref="SessionState.Unknown"/> when a newer version wrote one that this one does not know.</summary>
    public required SessionState State { get; init; }

    /// <summary>A constant of <c>Reasons</c> where the state needs explaining.</summary>
    public string? Reason { get; init; }

    /// <summary>The same in words.</summary>
    public string? Message { get; init; }

    /// <summary>Connection to Telegram, as TDLib names it.</summary>
    public string? Connection { get; init; }

    /// <summary>Hash of the settings that the worker has loaded.</summary>
    public string? SettingsHash { get; init; }

    /// <summary>Id of the worker's event loop.</summary>
    public string? EventLoopId { get; init; }

    /// <summary>Where the worker's control API is reached.</summary>
    public string? ControlUrl { get; init; }

    /// <summary>Who holds the lease or held it last.</summary>
    public string? Holder { get; init; }

    /// <summary>Whether the lease has not expired: a worker is alive.</summary>
    public bool LeaseValid { get; init; }

    /// <summary>First report of the worker's process.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Last report.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    internal static readonly Fragment Columns = new(
        """
        sessions.user_id AS session_user_id, sessions.state, sessions.reason, sessions.message, sessions.connection,
        sessions.settings_hash, sessions.event_loop_id, sessions.control_url, sessions.holder,
        sessions.holder IS NOT NULL AND sessions.expires_at > clock_timestamp() AS lease_valid,
        sessions.started_at, sessions.updated_at
        """);

    internal static SessionRow? Read(NpgsqlDataReader row) => row.Get<long?>("session_user_id") is null ? null : new()
    {
        State = Enum.TryParse<SessionState>(row.Get<string>("state"), out var state) ? state : SessionState.Unknown,
        Reason = row.Get<string?>("reason"),
        Message = row.Get<string?>("message"),
        Connection = row.Get<string?>("connection"),
        SettingsHash = row.Get<string?>("settings_hash"),
        EventLoopId = row.Get<string?>("event_loop_id"),
        ControlUrl = row.Get<string?>("control_url"),
        Holder = row.Get<string?>("holder"),
        LeaseValid = row.Get<bool>("lease_valid"),
        StartedAt = row.Get<DateTimeOffset?>("started_at"),
        UpdatedAt = row.Get<DateTimeOffset>("updated_at"),
    };
}
