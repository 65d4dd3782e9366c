namespace TelegramParser.FaultTests.Reliability;

/// <summary>A row of the table in <c>docs/reliability.md</c>.</summary>
/// <param name="Name">What happens.</param>
/// <param name="How">How the test brings it about.</param>
/// <param name="Seen">What a person sees of it, in conditions and on the pages.</param>
internal sealed record Fault(string Name, string How, string Seen)
{
    public static readonly Fault PageFetched = new(
        "kill -9, page fetched", "reading new posts; the page's transaction is held back before Postgres",
        "a restart of the pod");

    public static readonly Fault InTransaction = new(
        "kill -9, in transaction", "reading new posts; Postgres has the page and waits for a lock; then it rolls back, or commits for the dead",
        "a restart of the pod");

    public static readonly Fault Committed = new(
        "kill -9, committed", "reading new posts; Postgres has committed the page, its answer is held back",
        "a restart of the pod");

    public static readonly Fault InBackfill = new(
        "kill -9, in backfill", "the same three moments, reading the past",
        "a restart of the pod");

    public static readonly Fault InRefresh = new(
        "kill -9, in refresh", "the same three moments, reading stored posts again, of which some were edited or deleted",
        "a restart of the pod");

    public static readonly Fault InLeaseTakeover = new(
        "kill -9, in lease takeover", "the same three moments of the statement that takes the lease; the taker dies",
        "a restart of the pod; SessionHeld until the lease is over");

    public static readonly Fault AtRandomMoments = new(
        "kill -9, random moments", "20,000 posts from a slow Telegram; half of the kills while it reads, half while it starts, each before or after a random statement",
        "a restart of the pod");

    public static readonly Fault SamePod = new(
        "kill -9, same pod", "the container restarts on its folder and takes over at once, without waiting for the lease",
        "a restart of the pod");

    public static readonly Fault OperatorKilled = new(
        "kill -9, operator", "with a real API server: at the first or second write of a kind of object, while users are added and a schedule is changed; workers go on and none is restarted",
        "OperatorDown; later changes wait");

    public static readonly Fault ApiServerAway = new(
        "API server away", "until the operator has given up and was started again; the worker goes on, and a change after it is taken in",
        "OperatorDown; kubectl fails");

    public static readonly Fault PostgresStopped = new(
        "Postgres stopped", "fast shutdown in the middle of a parse; started when the parse has failed",
        "DatabaseUnavailable; Unknown conditions");

    public static readonly Fault PostgresKilled = new(
        "Postgres killed", "SIGKILL of the server with all its processes in the middle of a parse; started when the parse has failed",
        "DatabaseUnavailable; Unknown conditions");

    public static readonly Fault CutFromPostgres = new(
        "cut from Postgres, within the lease", "packets vanish in the middle of a parse until a renewal of the lease has failed",
        "nothing: DatabaseUnavailable only when the lease is over");

    public static readonly Fault CutPastTheLease = new(
        "cut from Postgres, past the lease", "real time: the worker closes its session, 20 s later another pod opens it on a copied folder",
        "SessionHeld");

    public static readonly Fault CutFromTelegram = new(
        "cut from Telegram, short", "packets vanish for 20 s in the middle of a parse",
        "nothing");

    public static readonly Fault LongCutFromTelegram = new(
        "cut from Telegram, long", "packets vanish until the parse has failed",
        "TelegramUnreachable");

    public static readonly Fault OneFolder = new(
        "two workers, one folder", "the second waits for the lease; the first is killed, its lease ended by the test",
        "SessionHeld");

    public static readonly Fault CopiedFolder = new(
        "two workers, copied folder", "the same with a copy of the folder, which no file lock protects",
        "SessionHeld");

    public static readonly Fault LeaseTaken = new(
        "lease taken away", "in the middle of a parse the test gives it to another for 20 s; nothing is stored until the worker has it again",
        "SessionHeld");

    public static readonly Fault Frozen = new(
        "SIGSTOP past the lease", "real time, copied folder; woken when another has taken over, it is gone within 1 s; its page that arrives late is refused",
        "SessionHeld; a restart of the pod");

    public static readonly Fault WebKilled = new(
        "kill -9, web server", "while it passes on commands to parse, each before a random statement",
        "errors of requests until it is back; parses go on");

    public static readonly Fault PostgresSlow = new(
        "Postgres slow", "every statement takes 300 ms longer while it reads new posts",
        "nothing; posts come later");

    public static readonly Fault PostgresFull = new(
        "Postgres' disk full", "a volume of 160 MB is filled while it reads new posts, and freed when the parse has failed",
        "DatabaseUnavailable");

    public static readonly Fault ConnectionLimit = new(
        "Postgres takes no connection", "the worker's role gets CONNECTION LIMIT 0 and its connections are ended while it reads; lifted when the parse has failed",
        "nothing at first; DatabaseUnavailable when the lease is over");

    public static readonly Fault WrongPassword = new(
        "wrong password of the database role", "changed in Postgres while the worker reads, its connections ended; changed back when the parse has failed. Then a pod starts with a wrong one: until Postgres has that one, until the next pod has the right one",
        "nothing at first; DatabaseUnavailable when the lease is over, or a minute after a start; Postgres' own words on the login page and in the log");

    public static readonly Fault PostgresMoved = new(
        "Postgres moved", "its address is closed while the worker reads, and its name leads nowhere; when the parse has failed, to another address",
        "nothing at first; DatabaseUnavailable when the lease is over");

    public static readonly Fault TelegramSlow = new(
        "Telegram slow", "every answer takes 1 s longer",
        "nothing; posts come later");

    public static readonly Fault TelegramErrors = new(
        "Telegram answers 500", "every call that reads posts fails, until three have",
        "nothing, or TelegramUnreachable while it lasts");

    public static readonly Fault FloodWaits = new(
        "flood waits", "the worker starts, and of each of eight methods that reading may need the first call is answered FLOOD_WAIT_4",
        "nothing: they are slept through");

    public static readonly Fault DifferenceTooLong = new(
        "difference too long", "2,000 new posts, of which Telegram tells only that there are many",
        "nothing");

    public static readonly Fault SessionRevoked = new(
        "session revoked", "AUTH_KEY_UNREGISTERED while posts come; a person logs in again",
        "SessionRevoked, with a link to the login");

    public static readonly Fault SessionDuplicated = new(
        "key duplicated", "AUTH_KEY_DUPLICATED while posts come; a person logs in again",
        "SessionDuplicated, with a link to the login");

    public static readonly Fault AccountBanned = new(
        "account banned", "USER_DEACTIVATED_BAN while posts come; a person logs in again when Telegram has lifted it",
        "AccountBanned, with a link to the login");

    public static readonly Fault ChannelPrivate = new(
        "channel private", "public again when the parse has failed",
        "ChannelPrivate");

    public static readonly Fault ChannelBan = new(
        "banned from the channel", "lifted when the parse has failed",
        "ChannelBanned");

    public static readonly Fault ChannelRenamed = new(
        "channel renamed, its name taken over", "another channel gets the old name; posts of that one are not stored",
        "ChannelRenamed");

    public static readonly Fault ChannelDeleted = new(
        "channel deleted", "for good, and its name is free; its posts stay stored when they are due to be read again, and another channel is read on",
        "ChannelNotFound, which says that it was deleted, is private or renamed");

    public static readonly Fault SettingsDamaged = new(
        "worker.json damaged", "empty, half-written, not valid, gone, a folder, with a proxy that Telegram's client refuses; then good again, and taken in without a restart",
        "SettingsPending; `tgparser_settings_usable` 0");

    public static readonly Fault SessionVolumeFull = new(
        "session volume full", "a volume of 24 MB is filled while posts come; the worker, which TDLib ends when it cannot write, is started again and waits until there is room",
        "SessionVolumeFull; the session stays");

    public static readonly Fault ClockSet = new(
        "clock set", "while the worker reads: an hour ahead, then an hour behind (libfaketime); another worker, an hour ahead, gets no lease",
        "nothing");

    public static readonly Fault ManySubscriptions = new(
        "many subscriptions", "of one user, at once, within the memory that the chart allows a worker: 200, in `make faults` 1,000; the first three look-ups of names are answered FLOOD_WAIT_5",
        "nothing: the waits are slept through");

    public static readonly Fault SecretsRotated = new(
        "Secrets rotated", "api-hash, 2FA password, proxy secret, control key, and address and role of the database are others at the next start of the pod",
        "nothing; no new login");

    /// <summary>All rows, in the table's order.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        PageFetched, InTransaction, Committed, InBackfill, InRefresh, InLeaseTakeover, AtRandomMoments, SamePod, OperatorKilled, WebKilled, ApiServerAway,
        PostgresStopped, PostgresKilled, PostgresSlow, PostgresFull, ConnectionLimit, WrongPassword, PostgresMoved, CutFromPostgres, CutPastTheLease,
        CutFromTelegram, LongCutFromTelegram, TelegramSlow, TelegramErrors, FloodWaits, DifferenceTooLong,
        SessionRevoked, SessionDuplicated, AccountBanned, ChannelPrivate, ChannelBan, ChannelRenamed, ChannelDeleted,
        OneFolder, CopiedFolder, LeaseTaken, Frozen, ClockSet, SessionVolumeFull, SettingsDamaged, SecretsRotated, ManySubscriptions,
    ];
}
