namespace TelegramParser.Contracts.Control;

/// <summary>Asks a worker to parse now.</summary>
/// <param name="ChatId">Only this channel; all subscriptions when null.</param>
/// <param name="RunId">The parse run that this belongs to, when there is one.</param>
public sealed record ParseCommand(long? ChatId = null, long? RunId = null);

/// <summary>What a parse of one user did.</summary>
/// <param name="UserId">The user's number.</param>
/// <param name="TelegramId">The account's id at Telegram.</param>
/// <param name="PostsAdded">New posts stored by the parses that this command started or joined.</param>
/// <param name="Status"><c>success</c>, <c>partial</c> (some channels were not read to their end), <c>failed</c> or <c>interrupted</c>.</param>
/// <param name="Channels">Outcome of each channel.</param>
public sealed record ParseReport(
    long UserId, long? TelegramId, long PostsAdded, string Status, IReadOnlyList<ChannelReport> Channels);

/// <summary>What a parse of one channel did.</summary>
/// <param name="Subscription">Name of the ChannelSubscription.</param>
/// <param name="ChatId">The channel's chat id, once resolved.</param>
/// <param name="PostsAdded">New posts stored.</param>
/// <param name="Status"><c>success</c>, <c>failed</c> or <c>interrupted</c>.</param>
/// <param name="Reason">A constant of <c>Reasons</c> when it failed or was interrupted.</param>
/// <param name="Error">Why, in words.</param>
public sealed record ChannelReport(
    string Subscription, long? ChatId, long PostsAdded, string Status, string? Reason = null, string? Error = null);

/// <summary>What became of messages that could not be stored and were tried again.</summary>
/// <param name="Tried">How many were tried.</param>
/// <param name="Stored">How many are posts now.</param>
/// <param name="Deleted">How many the server has no more.</param>
/// <param name="Problems">Why messages of a channel could not be tried, a sentence a channel.</param>
public sealed record RetryReport(int Tried, int Stored, int Deleted, IReadOnlyList<string> Problems);

/// <summary>Whether a worker looks for pages to fetch.</summary>
/// <param name="Woken">False when enrichment is off in it, or nobody is logged in.</param>
public sealed record WakeReport(bool Woken);

/// <summary>Outcomes of a parse.</summary>
public static class ParseStatus
{
    /// <summary>A run that is still under way.</summary>
    public const string Running = "running";

    /// <summary>Everything was read.</summary>
    public const string Success = "success";

    /// <summary>Some channels were not read to their end.</summary>
    public const string Partial = "partial";

    /// <summary>Nothing could be read.</summary>
    public const string Failed = "failed";

    /// <summary>
    /// It was ended in the middle, with the worker or because the subscription was removed, suspended or changed; the next parse
    /// continues from the cursor.
    /// </summary>
    public const string Interrupted = "interrupted";
}

/// <summary>The worker as it is now.</summary>
public sealed record WorkerStatus
{
    /// <summary>Id of the event loop; one per process.</summary>
    public required string EventLoopId { get; init; }

    /// <summary>The user's number, once Postgres has been reached.</summary>
    public long? UserId { get; init; }

    /// <summary>The account's id at Telegram.</summary>
    public long? TelegramId { get; init; }

    /// <summary>State of the session.</summary>
    public required SessionState Session { get; init; }

    /// <summary>Whether this process holds the session's lease.</summary>
    public bool HoldsLease { get; init; }

    /// <summary>Connection to Telegram, as TDLib names it: <c>Ready</c>, <c>Connecting</c>, <c>Updating</c>, …</summary>
    public string? Connection { get; init; }

    /// <summary>Hash of the settings that are loaded.</summary>
    public string? SettingsHash { get; init; }

    /// <summary>Subscriptions that are being parsed now.</summary>
    public IReadOnlyList<string> Parsing { get; init; } = [];

    /// <summary>Flood waits that have not passed.</summary>
    public IReadOnlyList<FloodWaitStatus> FloodWaits { get; init; } = [];

    /// <summary>When the process started.</summary>
    public DateTimeOffset StartedAt { get; init; }
}

/// <summary>A wait that Telegram has asked for.</summary>
/// <param name="Method">Kind of call: <c>history</c>, <c>resolve</c>, <c>join</c>, <c>login</c> or <c>other</c>.</param>
/// <param name="Until">When it ends.</param>
public sealed record FloodWaitStatus(string Method, DateTimeOffset Until);

/// <summary>States of a Telegram session, in the database (as text) and on the wire (snake_case).</summary>
public enum SessionState
{
    /// <summary>The worker has not told yet.</summary>
    Unknown,

    /// <summary>The client is starting.</summary>
    Starting,

    /// <summary>Another worker holds the lease.</summary>
    WaitingForLease,

    /// <summary>A person must choose a way to log in.</summary>
    WaitingForLogin,

    /// <summary>Telegram has sent a code.</summary>
    WaitingForCode,

    /// <summary>The account's 2FA password is needed.</summary>
    WaitingForPassword,

    /// <summary>A QR code waits to be scanned.</summary>
    WaitingForQrScan,

    /// <summary>Logged in.</summary>
    Ready,

    /// <summary>A log-out is under way.</summary>
    LoggingOut,

    /// <summary>Telegram ended the session, or a person did; a new login is needed.</summary>
    LoggedOut,

    /// <summary>Logged in to an account that this user must not use; see the reason.</summary>
    Refused,

    /// <summary>The client cannot start; see the reason.</summary>
    Failed,

    /// <summary>The client is closed.</summary>
    Closed,
}

/// <summary>The login of one user as it is now. Holds the QR link, so it is never logged.</summary>
public sealed record LoginStatus
{
    /// <summary>State of the session.</summary>
    public required SessionState State { get; init; }

    /// <summary>A constant of <c>Reasons</c> where the state needs explaining.</summary>
    public string? Reason { get; init; }

    /// <summary>In words, what is so and what to do.</summary>
    public string? Message { get; init; }

    /// <summary>The <c>tg://login?token=…</c> link, while a scan is awaited. Changes about every 30 seconds.</summary>
    public string? QrLink { get; init; }

    /// <summary>How the code was sent: <c>telegram_message</c>, <c>sms</c>, <c>call</c>, …</summary>
    public string? CodeType { get; init; }

    /// <summary>Number of characters of the code, when known.</summary>
    public int? CodeLength { get; init; }

    /// <summary>The phone number, all but its last two digits masked.</summary>
    public string? PhoneHint { get; init; }

    /// <summary>The hint that the account's owner left for the 2FA password.</summary>
    public string? PasswordHint { get; init; }

    /// <summary>Until when Telegram refuses another try.</summary>
    public DateTimeOffset? RetryAt { get; init; }

    /// <summary>The account's id at Telegram, once logged in.</summary>
    public long? TelegramId { get; init; }

    /// <summary>The account's username.</summary>
    public string? Username { get; init; }

    /// <summary>The account's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The method that the resource prefers: <c>qr_code</c> or <c>phone_code</c>.</summary>
    public string? PreferredMethod { get; init; }

    /// <summary>Leaves the QR link out: who has it can log in.</summary>
    public override string ToString() => $"{nameof(LoginStatus)} {{ State = {State}, Reason = {Reason}, Message = {Message} }}";
}

/// <summary>Asks for a code.</summary>
/// <param name="PhoneNumber">International form; the resource's number when null.</param>
public sealed record LoginPhone(string? PhoneNumber = null);

/// <summary>The code that Telegram sent.</summary>
/// <param name="Code">Digits.</param>
public sealed record LoginCode(string Code);

/// <summary>The account's 2FA password.</summary>
/// <param name="Password">As the account's owner chose it.</param>
public sealed record LoginPassword(string Password);

/// <summary>Why a command was refused: the body of every answer of the control API that is not 2xx.</summary>
/// <param name="Reason">A constant of <c>Reasons</c> or Telegram's own error, such as <c>PHONE_CODE_INVALID</c>.</param>
/// <param name="Message">In words, what is wrong and what to do.</param>
/// <param name="RetryAfterSeconds">With status 429: how long to wait.</param>
public sealed record ControlError(string Reason, string Message, int? RetryAfterSeconds = null);
