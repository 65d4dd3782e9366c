using TelegramParser.Contracts.Control;

namespace TelegramParser.Storage.Sessions;

/// <summary>What a worker tells of its session; each report replaces the one before.</summary>
/// <param name="State">State of the session.</param>
/// <param name="Reason">A constant of <c>Reasons</c> where the state needs explaining.</param>
/// <param name="Message">The same in words.</param>
/// <param name="Connection">Connection to Telegram, as TDLib names it.</param>
/// <param name="SettingsHash">Hash of the settings that are loaded.</param>
/// <param name="EventLoopId">Id of the process's event loop.</param>
/// <param name="ControlUrl">Where the control API is reached; the one of the acquisition stays when null.</param>
/// <param name="LastEnd">Why the last session ended; null once somebody has logged in.</param>
public sealed record SessionReport(
    SessionState State,
    string? Reason = null,
    string? Message = null,
    string? Connection = null,
    string? SettingsHash = null,
    string? EventLoopId = null,
    string? ControlUrl = null,
    SessionEnd? LastEnd = null);

/// <summary>Why a session ended, in a form that outlives the worker.</summary>
/// <param name="State"><see cref="SessionState.LoggedOut"/> or <see cref="SessionState.Refused"/>.</param>
/// <param name="Reason">A constant of <c>Reasons</c>.</param>
/// <param name="Message">The same in words, and what to do.</param>
public sealed record SessionEnd(SessionState State, string Reason, string Message);
