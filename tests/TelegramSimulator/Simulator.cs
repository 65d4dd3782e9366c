using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using TelegramParser.TelegramSimulator.Api;
using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Control;
using TelegramParser.TelegramSimulator.Data;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator;

/// <summary>A small Telegram: an MTProto server over a <see cref="SimulatedWorld"/>, with an HTTP control port beside it.</summary>
public sealed class Simulator : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly AuthKeys _keys;
    private readonly SimulatorState? _state;
    private readonly LoginTokens _tokens;
    private readonly Notifier _notifier;
    private readonly MtprotoServer _server;
    private readonly ControlServer _control;
    private Task _notifying = Task.CompletedTask;

    private Simulator(SimulatorOptions options, SimulatedWorld world, ILoggerFactory loggers)
    {
        var time = options.Time;
        World = world;
        PublicKeyPem = options.Key.PublicPem;
        _state = options.State;
        _keys = new AuthKeys(time);
        _state?.LoadKeys(_keys);
        _tokens = new LoginTokens(time, options.LoginTokenLifetime);
        var posts = new Messages();
        var envelope = new Envelope(posts, world, time);
        var dialogs = new Dialogs(time);
        var reader = new QueryReader(SchemaSet.Load(options.Schemas is { Count: > 0 } schemas ? schemas : [SchemaFiles.Locate()]));
        _notifier = new Notifier(world, _keys, reader, envelope, time, loggers.CreateLogger<Notifier>());
        world.ChannelChanged = _notifier.ChannelChanged;
        world.ChannelDescribed = _notifier.ChannelDescribed;
        world.MessageBoxed = _notifier.MessageBoxed;

        var methods = new ApiMethods();
        new HelpApi(time, () => EndPoint.Port).Register(methods);
        new AuthApi(_tokens, _notifier, time).Register(methods);
        new KeyBindingApi(_keys).Register(methods);
        new AccountApi().Register(methods);
        new ContactsApi().Register(methods);
        new UpdatesApi(envelope, dialogs, time).Register(methods);
        new ChannelsApi(posts, envelope, time).Register(methods);
        new MessagesApi(envelope, dialogs).Register(methods);
        new SavedMessagesApi().Register(methods);
        new ReactionsApi(time).Register(methods);
        new PollsApi(time).Register(methods);
        new GroupsApi(envelope).Register(methods);
        new ForumsApi(envelope, time).Register(methods);

        var api = new ApiServer(methods, reader, world, time, loggers.CreateLogger<ApiServer>());
        var messages = new MessageDispatcher(_keys, time, api, loggers.CreateLogger<MessageDispatcher>());
        _server = new MtprotoServer(
            new IPEndPoint(options.Listen, options.Port), options.Key, _keys, Secrets, world.Clients, world.Network, time, messages,
            loggers.CreateLogger<MtprotoServer>());
        _control = new ControlServer(this, new IPEndPoint(options.Listen, options.ControlPort));
    }

    public SimulatedWorld World { get; }

    /// <summary>Tells clients apart: register one secret a client.</summary>
    public ProxySecrets Secrets { get; } = new();

    /// <summary>The key that clients must hold, PKCS#1 PEM.</summary>
    public string PublicKeyPem { get; }

    /// <summary>Where clients connect, as to an MTProto proxy or directly.</summary>
    public IPEndPoint EndPoint => _server.EndPoint;

    /// <summary>The address of the control port, for example <c>http://127.0.0.1:40123</c>.</summary>
    public Uri ControlAddress => _control.Address;

    /// <summary>Starts a simulator; it listens when the task is done.</summary>
    /// <exception cref="SchemaException">A schema is missing; the message says what to do.</exception>
    public static async Task<Simulator> StartAsync(
        SimulatorOptions options, SimulatedWorld world, ILoggerFactory loggers, CancellationToken cancellation = default)
    {
        var simulator = new Simulator(options, world, loggers);
        simulator._server.Start();
        simulator._notifying = simulator._notifier.RunAsync(simulator._stopping.Token);
        await simulator._control.StartAsync(cancellation);
        return simulator;
    }

    /// <summary>Does what an account's phone does when it scans a login QR code.</summary>
    /// <param name="link">The link in the code, <c>tg://login?token=…</c>.</param>
    /// <param name="phone">The account that scans.</param>
    /// <exception cref="ArgumentException">No such account, no such link, or the link has expired.</exception>
    public void AcceptLogin(string link, string phone)
    {
        var account = World.AccountByPhone(phone) ?? throw new ArgumentException("There is no account with this phone number.", nameof(phone));
        try
        {
            var token = Base64Url.DecodeFromChars(link.AsSpan(link.IndexOf('=', StringComparison.Ordinal) + 1).TrimEnd('='));
            _notifier.LoginTokenAccepted(_tokens.Accept(token, account));
        }
        catch (Exception e) when (e is FormatException or RpcError)
        {
            throw new ArgumentException($"The link cannot be accepted: {e.Message}", nameof(link), e);
        }
    }

    /// <summary>Ends every session of an account, as "terminate all sessions" on its phone does.</summary>
    /// <param name="phone">The account.</param>
    /// <param name="error">What the clients are answered with from now on.</param>
    /// <param name="code">406 for AUTH_KEY_DUPLICATED, else 401.</param>
    public void RevokeSessions(string phone, string error = "SESSION_REVOKED", int code = 401)
    {
        var userId = World.AccountByPhone(phone)?.User.Id;
        foreach (var key in _keys.All.Where(key => key == key.Root && key.UserId == userId))
        {
            key.Root.Revocation = new RpcError(code, error);
            _notifier.AskForDifference(key);
        }
    }

    /// <summary>Forgets the keys of an account's clients: to their messages the transport error -404 is the answer.</summary>
    public void ForgetKeys(string phone)
    {
        var userId = World.AccountByPhone(phone)?.User.Id;
        foreach (var key in _keys.All.Where(key => key.Root.UserId == userId))
            _keys.Remove(key.Id);
    }

    /// <summary>Drops the open connections of a client, or of all; clients come back by themselves.</summary>
    public void DropConnections(string? client = null) => _server.DropConnections(client);

    /// <summary>Changes the salts of all sessions, as Telegram does every half hour.</summary>
    public void RotateSalts()
    {
        foreach (var key in _keys.All)
            key.Salt = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _control.DisposeAsync();
        await _server.DisposeAsync();
        await _notifying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_state is not null)
            await _state.SaveAsync(World, _keys);
        _stopping.Dispose();
    }
}
