using TelegramParser.Contracts.Channels;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.Worker.Control;

/// <summary>Carries commands of the control API onto the event loop, to the session that runs there.</summary>
internal sealed class WorkerCommands(
    EventLoop loop, SessionBoard board, TimeProvider time) : IWorkerCommands
{
    private static readonly TimeSpan LoopTimeout = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private volatile TelegramSession? _session;

    /// <summary>The session that commands go to; null while there is none.</summary>
    public TelegramSession? Session
    {
        get => _session;
        set => _session = value;
    }

    /// <inheritdoc/>
    public bool IsAlive => time.GetUtcNow() - loop.LastHeartbeat < LoopTimeout;

    /// <inheritdoc/>
    public LoginStatus Login => board.Login;

    /// <inheritdoc/>
    public Task<WorkerStatus> StatusAsync() => loop.InvokeAsync(() => Task.FromResult(new WorkerStatus
    {
        EventLoopId = loop.Id,
        UserId = _session?.UserId,
        TelegramId = board.Login.TelegramId,
        Session = board.Login.State,
        HoldsLease = _session is not null,
        Connection = board.Connection,
        SettingsHash = board.SettingsHash,
        Parsing = Running(_session),
        FloodWaits = _session?.FloodWaits.Current ?? [],
        StartedAt = _started,
    }));

    /// <inheritdoc/>
    public Task<ParseReport> ParseAsync(ParseCommand command, CancellationToken ct) => loop.InvokeAsync(async () =>
    {
        var (session, loggedIn) = LoggedIn();
        session.FloodWaits.ThrowIfWaiting(CallKind.History);
        var wanted = session.Subscriptions.All.Where(s => command.ChatId is null || s.ChatId == command.ChatId).ToList();
        if (wanted.Count == 0 && command.ChatId is { } chatId)
            throw new ControlException(404, Reasons.ChannelNotFound, $"No subscription of this user reads channel {new ChatId(chatId)}.");
        var reports = await loggedIn.Parses.ParseAllAsync(wanted, command.RunId).WaitAsync(ct);
        if (reports.Count > 0 && reports.All(r => r.Reason == Reasons.FloodWait))
            session.FloodWaits.ThrowIfWaiting();
        return ReportOf(session.UserId, reports);
    }).Refused(time);

    /// <inheritdoc/>
    public Task<RetryReport> RetryUnstoredAsync(CancellationToken ct) => loop.InvokeAsync(async () =>
    {
        var (session, loggedIn) = LoggedIn();
        return await loggedIn.Unstored.RetryAsync([.. session.Subscriptions.All], ct);
    }).Refused(time);

    /// <inheritdoc/>
    public Task<WakeReport> WakeEnrichmentAsync() =>
        loop.InvokeAsync(() => Task.FromResult(new WakeReport(_session?.LoggedIn?.Enrichment.WakeTurns() ?? false)));

    /// <inheritdoc/>
    public Task<WakeReport> WakeNotificationsAsync() => loop.InvokeAsync(() =>
    {
        var stage = _session?.LoggedIn?.Notifications;
        stage?.Retry();
        return Task.FromResult(new WakeReport(stage is not null));
    });

    /// <inheritdoc/>
    public Task<DialogReport> ListDialogsAsync(CancellationToken ct) =>
        loop.InvokeAsync(() => LoggedIn().Work.Dialogs.ListAsync().WaitAsync(ct)).Refused(time);

    /// <inheritdoc/>
    public Task<LoginStatus> RequestCodeAsync(LoginPhone phone) => LoginAsync((session, ct) =>
        session.Client.Authorization.RequestCodeAsync(phone.PhoneNumber ?? session.PhoneNumber
            ?? throw new ControlException(422, "PHONE_NUMBER_INVALID",
                "Which phone number? Give it in international form, such as +15550000001, or set spec.login.phoneNumber."), ct));

    /// <inheritdoc/>
    public Task<LoginStatus> SubmitCodeAsync(LoginCode code) => LoginAsync((session, ct) =>
        session.Client.Authorization.SubmitCodeAsync(code.Code.Trim(), ct));

    /// <inheritdoc/>
    public Task<LoginStatus> SubmitPasswordAsync(LoginPassword password) => LoginAsync((session, ct) =>
        session.Client.Authorization.SubmitPasswordAsync(password.Password, ct));

    /// <inheritdoc/>
    public Task<LoginStatus> RequestQrAsync() => LoginAsync((session, ct) => session.Client.Authorization.RequestQrAsync(ct));

    /// <inheritdoc/>
    public Task<LoginStatus> LogOutAsync() => LoginAsync((session, ct) => session.Client.Authorization.LogOutAsync(ct));

    private Task<LoginStatus> LoginAsync(Func<TelegramSession, CancellationToken, Task> command) => loop.InvokeAsync(async () =>
    {
        var session = Open();
        try
        {
            await command(session, CancellationToken.None);
        }
        catch (LoginRefusedException e) when (e.RetryAfter is { } wait)
        {
            session.FloodWaits.Begin(CallKind.Login, wait);
            throw;
        }
        return board.Login;
    }).Refused(time);

    private TelegramSession Open() => _session is { Client.IsOpen: true } session ? session : throw NotOpen();

    private (TelegramSession Session, LoggedInSession Work) LoggedIn()
    {
        // That a login is needed is so before the client for it is open, too: trying again would not help.
        if (board.Login.State is SessionState.LoggedOut or SessionState.Refused)
            throw NotLoggedIn();
        // A client that is being renewed is waited for by those who work with it.
        return _session is { LoggedIn: { } work } session ? (session, work)
            : throw (_session is { Client.IsOpen: true } ? NotLoggedIn() : NotOpen());
    }

    private ControlException NotLoggedIn() => new(
        403, board.Login.Reason ?? Reasons.LoginRequired, "The account is not logged in. Log in on the login page first.");

    // Other states are on their way to an open session, and do not say why it is not yet.
    private ControlException NotOpen() => board.Login is { State: SessionState.Failed or SessionState.WaitingForLease, Reason: { } reason, Message: { } why }
        ? new(503, reason, why)
        : new(503, Reasons.WorkerStarting, "The session is not open yet. Try again in a few seconds.");

    private static IReadOnlyList<string> Running(TelegramSession? session) =>
        session?.LoggedIn?.Parses is { } parses
            ? [.. session.Subscriptions.All.Where(s => parses.Running.Contains(s.Id)).Select(s => s.Name)]
            : [];

    private ParseReport ReportOf(long userId, IReadOnlyList<ChannelReport> reports) =>
        new(userId, board.Login.TelegramId, reports.Sum(r => r.PostsAdded), reports.Status(), reports);
}
