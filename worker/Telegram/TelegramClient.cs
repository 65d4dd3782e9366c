using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Telegram.Api;
using TelegramParser.Worker.Telegram.Authorization;
using TelegramParser.Worker.Telegram.Native;

namespace TelegramParser.Worker.Telegram;

/// <summary>
/// The client of one Telegram account. It belongs to its event loop: every member is used on the loop, and throws
/// <see cref="InvalidOperationException"/> elsewhere. After <see cref="CloseAsync"/> and after the end of a session
/// <see cref="StartAsync"/> opens it again; subscriptions stay.
/// </summary>
public sealed partial class TelegramClient
{
    /// <summary>How long an answer is waited for when the caller does not say.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(60);

    private readonly EventLoop _loop;
    private readonly TimeProvider _time;
    private readonly ILogger<TelegramClient> _logger;
    private readonly AuthorizationFlow _authorization;
    private readonly Subscribers<TdUpdate> _subscribers;
    private TdConnection? _connection;
    private TelegramClientOptions? _options;
    private string? _connectionState;
    private bool _knowsReactions;

    /// <summary>Makes a client that is not started.</summary>
    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="time">Measures the deadlines.</param>
    /// <param name="logger">Gets what the client has to report; never a secret.</param>
    public TelegramClient(EventLoop loop, TimeProvider time, ILogger<TelegramClient> logger)
    {
        _loop = loop;
        _time = time;
        _logger = logger;
        _authorization = new AuthorizationFlow(this, loop, time);
        _subscribers = new Subscribers<TdUpdate>(loop);
    }

    /// <summary>Where the login stands, and the commands that move it.</summary>
    public AuthorizationFlow Authorization
    {
        get
        {
            _loop.VerifyAccess();
            return _authorization;
        }
    }

    /// <summary>State of the connection as TDLib names it, see <see cref="ConnectionState.Name"/>; null when closed.</summary>
    public string? ConnectionState
    {
        get
        {
            _loop.VerifyAccess();
            return _connectionState;
        }
    }

    /// <summary>Whether a session is open: started, and neither closed nor ended.</summary>
    public bool IsOpen
    {
        get
        {
            _loop.VerifyAccess();
            return _connection is { Closed.IsCompleted: false };
        }
    }

    /// <summary>
    /// Opens the session folder. The task ends when the folder is open; <see cref="Authorization"/> tells whether
    /// somebody is logged in.
    /// </summary>
    /// <exception cref="SessionOpenException">The folder is in use, or the key is wrong; the client is closed again.</exception>
    /// <exception cref="InvalidOperationException">The client is open, or this is not its loop.</exception>
    public async Task StartAsync(TelegramClientOptions options, CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (IsOpen)
            throw new InvalidOperationException("The Telegram client is open already: close it first.");
        _options = options;
        _connection = TdConnection.Open(_loop, OnUpdate, (type, error) => Log.Unreadable(_logger, error, type));
        _knowsReactions = false;
        _authorization.OnStarting();
        try
        {
            await SessionOpener.OpenAsync(this, options, ct);
        }
        catch (Exception error)
        {
            // TDLib needs no longer than this to close what it has not opened.
            await CloseAsync(DefaultDeadline, CancellationToken.None);
            if (error is TelegramException refused)
                throw SessionOpener.Explain(refused, options.SessionFolder);
            throw;
        }
    }

    /// <summary>
    /// Closes the session and opens it again with nothing in memory. Subscribers of <see cref="Authorization"/> hear of it
    /// only when another than the same account is logged in afterwards.
    /// </summary>
    /// <exception cref="SessionOpenException">As <see cref="StartAsync"/>.</exception>
    /// <exception cref="TelegramTimeoutException">TDLib did not close in time.</exception>
    /// <exception cref="TimeoutException">TDLib did not say in time who is logged in.</exception>
    public Task RenewAsync(TelegramClientOptions options, TimeSpan closeTime, CancellationToken ct)
    {
        _loop.VerifyAccess();
        return _authorization.RenewAsync(async () =>
        {
            await CloseAsync(closeTime, ct);
            await StartAsync(options, ct);
        });
    }

    /// <summary>Changes the proxy of an open session; null connects without one. Other proxies are forgotten.</summary>
    public Task SetProxyAsync(Proxy? proxy, CancellationToken ct)
    {
        _loop.VerifyAccess();
        return ProxySetup.ApplyAsync(this, proxy, ct);
    }

    /// <summary>Sends a request and waits for its answer.</summary>
    /// <param name="request">The request.</param>
    /// <param name="ct">Ends the wait; TDLib carries the request out all the same.</param>
    /// <param name="deadline">How long to wait; <see cref="DefaultDeadline"/> when null.</param>
    /// <exception cref="TelegramException">Telegram or TDLib answered with an error.</exception>
    /// <exception cref="TelegramTimeoutException">No answer came in time.</exception>
    /// <exception cref="InvalidOperationException">The client was never started, or this is not its loop.</exception>
    public Task<T> SendAsync<T>(ITdFunction<T> request, CancellationToken ct, TimeSpan? deadline = null)
        where T : class
    {
        _loop.VerifyAccess();
        if (_connection is null)
            throw new InvalidOperationException("The Telegram client is not started.");
        return _connection.SendAsync(request, deadline ?? DefaultDeadline, _time, ct);
    }

    /// <summary>Like <see cref="SendAsync"/>, but the answer is its JSON as TDLib wrote it.</summary>
    internal Task<string> SendRawAsync(object request, CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (_connection is null)
            throw new InvalidOperationException("The Telegram client is not started.");
        return _connection.SendRawAsync(request, DefaultDeadline, _time, ct);
    }

    /// <summary>Delivers every update to <paramref name="onUpdate"/>, on the loop, until the result is disposed.</summary>
    public IDisposable Subscribe(Action<TdUpdate> onUpdate) => _subscribers.Add(onUpdate);

    /// <summary>Waits for the first update of a kind that fits.</summary>
    /// <exception cref="TimeoutException">None came in time.</exception>
    public async Task<TUpdate> WaitForAsync<TUpdate>(Func<TUpdate, bool> fits, TimeSpan timeout, CancellationToken ct)
        where TUpdate : TdUpdate
    {
        var found = new TaskCompletionSource<TUpdate>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = Subscribe(update =>
        {
            if (update is TUpdate candidate && fits(candidate))
                found.TrySetResult(candidate);
        });
        return await found.Task.WaitAsync(timeout, _time, ct);
    }

    /// <summary>Waits until TDLib knows which emoji are reactions; false when it does not in time.</summary>
    internal async Task<bool> LearnReactionsAsync(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            if (!_knowsReactions)
                await WaitForAsync<UpdateActiveEmojiReactions>(_ => true, timeout, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// Closes the session: TDLib writes its databases and stops. A process that exits without it may crash. Does nothing
    /// when the client is not open.
    /// </summary>
    /// <exception cref="TelegramTimeoutException">TDLib did not close in time.</exception>
    public async Task CloseAsync(TimeSpan timeout, CancellationToken ct)
    {
        _loop.VerifyAccess();
        if (!IsOpen)
            return;
        var connection = _connection!;
        try
        {
            await connection.SendAsync(new Close(), timeout, _time, ct);
        }
        catch (TelegramException)
        {
            // It closes already, at Telegram's wish.
        }
        try
        {
            await connection.Closed.WaitAsync(timeout, _time, ct);
        }
        catch (TimeoutException)
        {
            throw new TelegramTimeoutException("close", timeout);
        }
    }

    /// <summary>Throws the session away, where nobody is logged in, and opens an empty one in its place.</summary>
    internal async Task StartOverAsync(CancellationToken ct)
    {
        var connection = _connection!;
        await SendAsync(new Destroy(), ct);
        await connection.Closed.WaitAsync(DefaultDeadline, _time, ct);
        await StartAsync(_options!, ct);
    }

    private void OnUpdate(TdUpdate update)
    {
        switch (update)
        {
            case UpdateAuthorizationState { AuthorizationState: var state }:
                Log.AuthorizationChanged(_logger, state.GetType().Name);
                _authorization.OnState(state);
                if (state is AuthorizationStateClosed)
                    _connectionState = null;
                break;
            case UpdateConnectionState { State.Name: var name }:
                Log.ConnectionChanged(_logger, name);
                _connectionState = name;
                break;
            case UpdateActiveEmojiReactions:
                _knowsReactions = true;
                break;
        }
        _subscribers.Publish(update);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Telegram session: {State}")]
        internal static partial void AuthorizationChanged(ILogger logger, string state);

        [LoggerMessage(Level = LogLevel.Information, Message = "Telegram connection: {State}")]
        internal static partial void ConnectionChanged(ILogger logger, string state);

        [LoggerMessage(Level = LogLevel.Error, Message = "TDLib sent {Type} in a shape that is not known; it is passed over")]
        internal static partial void Unreadable(ILogger logger, Exception error, string type);
    }
}
