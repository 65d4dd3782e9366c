using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Workers;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Settings;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Session;

/// <summary>Opens and closes the client with the user's secrets, behind the proxy that the settings name.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class ClientOpener(TelegramClient client, WorkerOptions options, SecretFiles secrets, ILogger<ClientOpener> logger)
{
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(10);

    private Proxy? _proxy;

    /// <summary>Opens the client.</summary>
    /// <exception cref="SessionOpenException">The folder is in use, or the key is wrong.</exception>
    /// <exception cref="SettingsException">A secret is missing.</exception>
    public async Task OpenAsync(WorkerSettings settings, CancellationToken ct) => await client.StartAsync(OptionsFor(settings), ct);

    /// <summary>Closes the client and opens it again, with nothing in memory.</summary>
    public async Task RenewAsync(WorkerSettings settings, CancellationToken ct)
    {
        var clock = Stopwatch.GetTimestamp();
        await client.RenewAsync(OptionsFor(settings), CloseTime, ct);
        Log.Renewed(logger, Stopwatch.GetElapsedTime(clock).TotalSeconds);
    }

    /// <summary>Leads a client that is open through the proxy of new settings.</summary>
    public async Task FollowProxyAsync(WorkerSettings settings, CancellationToken ct)
    {
        // Who opens the client takes the proxy with it, and says what is wrong with it.
        if (!client.IsOpen)
            return;
        var proxy = ProxyOf(settings);
        if (proxy == _proxy)
            return;
        await client.SetProxyAsync(proxy, ct);
        _proxy = proxy;
    }

    /// <summary>Closes the client, if it is open.</summary>
    public Task CloseAsync() => client.CloseAsync(CloseTime, CancellationToken.None);

    private TelegramClientOptions OptionsFor(WorkerSettings settings)
    {
        _proxy = ProxyOf(settings);
        return new TelegramClientOptions
        {
            ApiId = secrets.ApiId,
            ApiHash = secrets.ApiHash,
            SessionFolder = options.SessionFolder,
            EncryptionKey = secrets.SessionKey,
            Proxy = _proxy,
        };
    }

    private Proxy? ProxyOf(WorkerSettings settings) => settings.Proxy switch
    {
        null => null,
        { Type: Contracts.Resources.ProxyType.Mtproto } p => new Proxy(p.Server, p.Port, new ProxyTypeMtproto(secrets.ProxySecret
            ?? throw new SettingsException("The MTProto proxy's secret is missing. Put it as 'secret' into the Secret that spec.proxy.secretRef names."))),
        var p => new Proxy(p.Server, p.Port, new ProxyTypeSocks5(secrets.ProxyUsername ?? "", secrets.ProxyPassword ?? "")),
    };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Telegram client renewed seconds={Seconds:F3}")]
        public static partial void Renewed(ILogger logger, double seconds);
    }
}
