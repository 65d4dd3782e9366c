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
public sealed record SessionReport(
    SessionState State,
    string? Reason = null,
    string? Message = null,
    string? Connection = null,
    string? SettingsHash = null,
    string? EventLoopId = null,
    string? ControlUrl = null);
