namespace TelegramParser.Contracts.Resources;

/// <summary>
/// Reasons of conditions and Events, all of them. They are part of the API: scripts and alerts match on them.
/// </summary>
public static class Reasons
{
    /// <summary>Everything is as asked.</summary>
    public const string Ready = nameof(Ready);

    /// <summary>The resource was seen and work on it has begun.</summary>
    public const string Progressing = nameof(Progressing);

    /// <summary>The spec contradicts itself or holds a bad value; the message says which.</summary>
    public const string InvalidSpec = nameof(InvalidSpec);

    /// <summary><c>spec.suspend</c> is true.</summary>
    public const string Suspended = nameof(Suspended);

    /// <summary>The TelegramUser that <c>spec.userRef</c> names does not exist.</summary>
    public const string UserNotFound = nameof(UserNotFound);

    /// <summary>The user exists but is not ready to parse.</summary>
    public const string UserNotReady = nameof(UserNotReady);

    /// <summary>The Secret with <c>api-id</c> and <c>api-hash</c> is missing or incomplete.</summary>
    public const string CredentialsMissing = nameof(CredentialsMissing);

    /// <summary>A session volume exists without the key that it was encrypted with.</summary>
    public const string SessionKeyMissing = nameof(SessionKeyMissing);

    /// <summary>The session volume is full: nothing is parsed until it has room.</summary>
    public const string SessionVolumeFull = nameof(SessionVolumeFull);

    /// <summary>Telegram's client cannot open the session folder; the message has its own words for why.</summary>
    public const string SessionNotOpened = nameof(SessionNotOpened);

    /// <summary>The session volume is not as <c>spec.storage</c> asks, and cannot be changed; the worker goes on with it.</summary>
    public const string StorageImmutable = nameof(StorageImmutable);

    /// <summary>Event: the resource was let go although not all that it asked for at its deletion was done; the message says what is left.</summary>
    public const string CleanupIncomplete = nameof(CleanupIncomplete);

    /// <summary>Event: the worker's pod did not end and its lease has expired, so the Pod object was removed.</summary>
    public const string PodLost = nameof(PodLost);

    /// <summary>The worker runs and its control API answers.</summary>
    public const string WorkerRunning = nameof(WorkerRunning);

    /// <summary>The worker is being started.</summary>
    public const string WorkerStarting = nameof(WorkerStarting);

    /// <summary>The worker ended unexpectedly and is restarted with backoff.</summary>
    public const string WorkerCrashed = nameof(WorkerCrashed);

    /// <summary>The state in Postgres could not be read, or the worker gets no connection to Postgres.</summary>
    public const string DatabaseUnavailable = nameof(DatabaseUnavailable);

    /// <summary>The session is logged in.</summary>
    public const string LoggedIn = nameof(LoggedIn);

    /// <summary>A person must log in on the login page or through the REST API.</summary>
    public const string LoginRequired = nameof(LoginRequired);

    /// <summary>The phone number has no Telegram account; it is to be registered in a Telegram app first.</summary>
    public const string PhoneNotRegistered = nameof(PhoneNotRegistered);

    /// <summary>Telegram sends the login code by e-mail only, which is not supported; log in by QR code.</summary>
    public const string EmailCodeRequired = nameof(EmailCodeRequired);

    /// <summary>Telegram wants Premium to be bought before it sends a code to this number; log in by QR code.</summary>
    public const string PremiumRequired = nameof(PremiumRequired);

    /// <summary>Telegram ended the session; a person must log in again.</summary>
    public const string SessionRevoked = nameof(SessionRevoked);

    /// <summary>Telegram ended the session because two programs used it at once; a person must log in again.</summary>
    public const string SessionDuplicated = nameof(SessionDuplicated);

    /// <summary>Telegram has banned or deleted the account.</summary>
    public const string AccountBanned = nameof(AccountBanned);

    /// <summary>The session was logged out on request.</summary>
    public const string LoggedOut = nameof(LoggedOut);

    /// <summary>The login was for another account than the one this user was first logged in to.</summary>
    public const string AccountMismatch = nameof(AccountMismatch);

    /// <summary>Another TelegramUser holds this Telegram account.</summary>
    public const string AccountClaimed = nameof(AccountClaimed);

    /// <summary>Another worker holds the session's lease.</summary>
    public const string SessionHeld = nameof(SessionHeld);

    /// <summary>Telegram asked this account to wait; the message says until when.</summary>
    public const string FloodWait = nameof(FloodWait);

    /// <summary>The last parse succeeded.</summary>
    public const string ParseSucceeded = nameof(ParseSucceeded);

    /// <summary>The last parse failed; the message says why.</summary>
    public const string ParseFailed = nameof(ParseFailed);

    /// <summary>Telegram did not answer in time; it is asked again within a minute.</summary>
    public const string TelegramUnreachable = nameof(TelegramUnreachable);

    /// <summary>No parse has ended yet.</summary>
    public const string AwaitingFirstParse = nameof(AwaitingFirstParse);

    /// <summary>The user has no subscription.</summary>
    public const string NoSubscriptions = nameof(NoSubscriptions);

    /// <summary>The channel is known and readable.</summary>
    public const string ChannelResolved = nameof(ChannelResolved);

    /// <summary>No channel has this name, or the invite link is not valid.</summary>
    public const string ChannelNotFound = nameof(ChannelNotFound);

    /// <summary>The channel is private and this account is not a member, or it was deleted.</summary>
    public const string ChannelPrivate = nameof(ChannelPrivate);

    /// <summary>An administrator has removed or banned this account from the channel.</summary>
    public const string ChannelBanned = nameof(ChannelBanned);

    /// <summary>The account is no member of the group that is to be watched.</summary>
    public const string NotMember = nameof(NotMember);

    /// <summary>The channel's name has changed. It is still read; <c>spec.channel</c> should be brought up to date.</summary>
    public const string ChannelRenamed = nameof(ChannelRenamed);

    /// <summary>The name is another channel's now, and the subscribed one cannot be found without it.</summary>
    public const string UsernameTaken = nameof(UsernameTaken);

    /// <summary>The invite link has expired or was revoked.</summary>
    public const string InviteExpired = nameof(InviteExpired);

    /// <summary>An administrator of the channel has to accept this account first.</summary>
    public const string JoinRequestPending = nameof(JoinRequestPending);

    /// <summary>The account is in as many channels as Telegram allows.</summary>
    public const string TooManyChannels = nameof(TooManyChannels);

    /// <summary>The group is known and readable.</summary>
    public const string GroupResolved = nameof(GroupResolved);

    /// <summary>The worker has not looked at the group yet.</summary>
    public const string AwaitingFirstLook = nameof(AwaitingFirstLook);

    /// <summary>A parse was ended: its subscription was removed meanwhile.</summary>
    public const string SubscriptionRemoved = nameof(SubscriptionRemoved);

    /// <summary>Another subscription of this user is for the same channel.</summary>
    public const string DuplicateSubscription = nameof(DuplicateSubscription);

    /// <summary>A Secret of <c>spec.notify</c> is missing or incomplete: notifications wait, all else goes on.</summary>
    public const string NotifySecretMissing = nameof(NotifySecretMissing);

    /// <summary>The worker runs with an older copy of the settings.</summary>
    public const string SettingsPending = nameof(SettingsPending);

    /// <summary>The worker has loaded the settings as they are now.</summary>
    public const string SettingsLoaded = nameof(SettingsLoaded);
}
