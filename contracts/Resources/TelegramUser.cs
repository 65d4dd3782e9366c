using System.ComponentModel.DataAnnotations;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Contracts.Schema;

namespace TelegramParser.Contracts.Resources;

/// <summary>What a person asks for: one Telegram account, parsed by one worker.</summary>
public sealed record TelegramUserSpec
{
    /// <summary>
    /// Secret in the same namespace with <c>api-id</c>, <c>api-hash</c> (from https://my.telegram.org) and,
    /// optionally, <c>password</c> (the account's 2FA password). Absent: the installation's default credentials.
    /// </summary>
    public LocalSecretReference? CredentialsSecretRef { get; init; }

    /// <summary>How the account is logged in.</summary>
    public LoginSpec Login { get; init; } = new();

    /// <summary>
    /// Default schedule of this user's subscriptions: exactly one of <c>interval</c> and <c>cron</c>; every 15 minutes when absent.
    /// </summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Stops parsing without logging out.</summary>
    public bool Suspend { get; init; }

    /// <summary>How long this user's posts are kept; for ever when absent. A subscription may override it.</summary>
    public RetentionSpec? Retention { get; init; }

    /// <summary>Proxy that this account's connection goes through. Absent: the installation's default, if any.</summary>
    public ProxySpec? Proxy { get; init; }

    /// <summary>
    /// The volume of the Telegram session. It is made with the worker and cannot be changed after that. Absent: the installation's default.
    /// </summary>
    public StorageSpec? Storage { get; init; }

    /// <summary>The worker's pod.</summary>
    public WorkerSpec? Worker { get; init; }

    /// <summary>What becomes of the stored posts when this resource is deleted.</summary>
    public DeletionPolicy DeletionPolicy { get; init; }

    /// <summary>Whether the session is ended at Telegram when this resource is deleted, so that no device is left in the account.</summary>
    public bool LogoutOnDelete { get; init; }
}

/// <summary>The volume of a Telegram session.</summary>
public sealed record StorageSpec
{
    /// <summary>Its size, such as <c>1Gi</c>; the installation's default when absent.</summary>
    [RegularExpression(Quantity.Pattern)]
    public string? Size { get; init; }

    /// <summary>Its storage class; the installation's default when absent.</summary>
    [MinLength(1)]
    public string? ClassName { get; init; }

    /// <summary>In words.</summary>
    public override string ToString() => $"{Size ?? "any size"} of {(ClassName is null ? "any class" : $"class {ClassName}")}";
}

/// <summary>What becomes of the stored posts.</summary>
public enum DeletionPolicy
{
    /// <summary>Everything stays, and a resource of the same name goes on from there.</summary>
    Retain,

    /// <summary>Posts, cursors and all else that is stored for the user are removed.</summary>
    Delete,
}

/// <summary>Reference to a Secret in the resource's own namespace.</summary>
public sealed record LocalSecretReference
{
    /// <summary>Name of the Secret.</summary>
    [MinLength(1)]
    public required string Name { get; init; }
}

/// <summary>How an account is logged in. A code is never requested before a person asks for it.</summary>
[CelRule("!has(self.method) || self.method != 'PhoneCode' || has(self.phoneNumber)", "phoneNumber is needed with method PhoneCode. Write it as \"+15550000001\".")]
public sealed record LoginSpec
{
    /// <summary>ITU-T E.164: a country code and at most 15 digits in all.</summary>
    public const string PhoneNumberPattern = "^\\+[1-9][0-9]{6,14}$";

    /// <summary>Which way the login page offers first.</summary>
    public LoginMethod Method { get; init; } = LoginMethod.QrCode;

    /// <summary>Phone number in international form (<c>+15550000001</c>); required for <see cref="LoginMethod.PhoneCode"/>.</summary>
    [RegularExpression(PhoneNumberPattern)]
    public string? PhoneNumber { get; init; }
}

/// <summary>Ways to log in.</summary>
public enum LoginMethod
{
    /// <summary>Scan a QR code with a phone that is logged in to the account.</summary>
    QrCode,

    /// <summary>Type the code that Telegram sends.</summary>
    PhoneCode,
}

/// <summary>When to parse: exactly one of <see cref="Interval"/> and <see cref="Cron"/>.</summary>
[CelRule("has(self.interval) != has(self.cron)", "A schedule has either 'interval' (such as 15m) or 'cron' (such as \"*/15 * * * *\").")]
[CelRule("!has(self.timeZone) || has(self.cron)", "'timeZone' goes with 'cron' only. Remove it, or replace 'interval' by 'cron'.")]
public sealed record ScheduleSpec
{
    /// <summary>Time between parses, as <c>30s</c>, <c>15m</c>, <c>1h30m</c> or <c>1d</c>; at least 10 seconds, at most 31 days.</summary>
    [RegularExpression(Duration.Pattern), MinLength(1)]
    public string? Interval { get; init; }

    /// <summary>Five-field cron expression (minute, hour, day of month, month, day of week).</summary>
    [RegularExpression(CronSchedule.Pattern)]
    public string? Cron { get; init; }

    /// <summary>IANA time zone of <see cref="Cron"/>, such as <c>Europe/Berlin</c>; UTC when absent.</summary>
    [MinLength(1)]
    public string? TimeZone { get; init; }
}

/// <summary>A proxy between the worker and Telegram.</summary>
[CelRule("self.type != 'Mtproto' || has(self.secretRef)", "secretRef is needed for an Mtproto proxy. Name a Secret with the key 'secret'.")]
public sealed record ProxySpec
{
    /// <summary>Protocol of the proxy.</summary>
    public required ProxyType Type { get; init; }

    /// <summary>Host name or address.</summary>
    [MinLength(1)]
    public required string Server { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    [Range(1, 65535)]
    public required int Port { get; init; }

    /// <summary>
    /// Secret with <c>secret</c> (<c>Mtproto</c>) or <c>username</c> and <c>password</c> (<c>Socks5</c>). Required for <c>Mtproto</c>.
    /// </summary>
    public LocalSecretReference? SecretRef { get; init; }
}

/// <summary>Proxy protocols that Telegram's client speaks.</summary>
public enum ProxyType
{
    /// <summary>SOCKS 5, RFC 1928.</summary>
    Socks5,

    /// <summary>Telegram's own MTProto proxy.</summary>
    Mtproto,
}

/// <summary>What is so, as the operator last saw it.</summary>
public sealed record TelegramUserStatus
{
    /// <summary><c>metadata.generation</c> that this status was computed from.</summary>
    public long ObservedGeneration { get; init; }

    /// <summary>Conditions <c>Ready</c>, <c>WorkerAvailable</c>, <c>Authorized</c> and <c>Parsing</c>.</summary>
    [ListKey("type")]
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The user's number in the REST API and the database.</summary>
    public long? UserId { get; init; }

    /// <summary>The account's id at Telegram, pinned by the first login.</summary>
    public long? TelegramId { get; init; }

    /// <summary>The account's username, without <c>@</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Number of subscriptions that name this user.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Number of group monitors that name this user.</summary>
    public int Monitors { get; init; }

    /// <summary>How many of them are at work: their groups are watched now.</summary>
    public int MonitorsRunning { get; init; }

    /// <summary>Posts stored for this user.</summary>
    public long PostsTotal { get; init; }

    /// <summary>End of the last successful parse of any subscription.</summary>
    public DateTimeOffset? LastParseTime { get; init; }
}
