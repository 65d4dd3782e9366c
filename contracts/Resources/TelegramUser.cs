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

    /// <summary>Default schedule of this user's subscriptions; every 15 minutes when absent.</summary>
    public ScheduleSpec? Schedule { get; init; }

    /// <summary>Stops parsing without logging out.</summary>
    public bool Suspend { get; init; }

    /// <summary>Proxy that this account's connection goes through. Absent: the installation's default, if any.</summary>
    public ProxySpec? Proxy { get; init; }
}

/// <summary>Reference to a Secret in the resource's own namespace.</summary>
public sealed record LocalSecretReference
{
    /// <summary>Name of the Secret.</summary>
    public required string Name { get; init; }
}

/// <summary>How an account is logged in. A code is never requested before a person asks for it.</summary>
public sealed record LoginSpec
{
    /// <summary>Which way the login page offers first.</summary>
    public LoginMethod Method { get; init; } = LoginMethod.QrCode;

    /// <summary>Phone number in international form (<c>+15550000001</c>); required for <see cref="LoginMethod.PhoneCode"/>.</summary>
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
public sealed record ScheduleSpec
{
    /// <summary>Time between parses, as <c>30s</c>, <c>15m</c>, <c>1h30m</c> or <c>1d</c>; at least 10 seconds, at most 31 days.</summary>
    public string? Interval { get; init; }

    /// <summary>Five-field cron expression (minute, hour, day of month, month, day of week).</summary>
    public string? Cron { get; init; }

    /// <summary>IANA time zone of <see cref="Cron"/>, such as <c>Europe/Berlin</c>; UTC when absent.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>A proxy between the worker and Telegram.</summary>
public sealed record ProxySpec
{
    /// <summary>Protocol of the proxy.</summary>
    public required ProxyType Type { get; init; }

    /// <summary>Host name or address.</summary>
    public required string Server { get; init; }

    /// <summary>TCP port, 1 to 65535.</summary>
    public required int Port { get; init; }

    /// <summary>
    /// Secret with <c>secret</c> (mtproto) or <c>username</c> and <c>password</c> (socks5). Required for mtproto.
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
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>The user's number in the REST API and the database.</summary>
    public long? UserId { get; init; }

    /// <summary>The account's id at Telegram, pinned by the first login.</summary>
    public long? TelegramId { get; init; }

    /// <summary>The account's username, without <c>@</c>.</summary>
    public string? Username { get; init; }

    /// <summary>Number of subscriptions that name this user.</summary>
    public int Subscriptions { get; init; }

    /// <summary>Posts stored for this user.</summary>
    public long PostsTotal { get; init; }

    /// <summary>End of the last successful parse of any subscription.</summary>
    public DateTimeOffset? LastParseTime { get; init; }
}
