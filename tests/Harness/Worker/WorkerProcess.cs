using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Memory;
using TelegramParser.Harness.Network;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;

namespace TelegramParser.Harness.Worker;

/// <summary>What a test gives a worker.</summary>
public sealed record WorkerOptions
{
    /// <summary>Content of <c>worker.json</c>.</summary>
    public required WorkerSettings Settings { get; init; }

    /// <summary>Connection string.</summary>
    public required string Database { get; init; }

    /// <summary>Library that the worker loads.</summary>
    public required string TdJson { get; init; }

    /// <summary>Secret of the MTProto proxy.</summary>
    public required string ProxySecret { get; init; }

    /// <summary>Folder of everything that the worker keeps; a new worker on it resumes its session.</summary>
    public required string Folder { get; init; }

    /// <summary>Telegram application.</summary>
    public int ApiId { get; init; } = 12345;

    /// <summary>Telegram application.</summary>
    public string ApiHash { get; init; } = "0123456789abcdef0123456789abcdef";

    /// <summary>The account's 2FA password, when the Secret holds it.</summary>
    public string? Password { get; init; }

    /// <summary>The installation's control key.</summary>
    public byte[] ControlKey { get; init; } = new byte[ControlCredentials.KeyLength];

    /// <summary>Lease holder.</summary>
    public string PodUid { get; init; } = Guid.NewGuid().ToString();

    /// <summary>Whether Telegram's limits are kept.</summary>
    public bool RateLimits { get; init; }

    /// <summary>Whether pages that posts link to are read: not by default, so that no test asks the internet for anything.</summary>
    public bool Enrichment { get; init; }

    /// <summary>Hosts on private addresses that links may lead to, as <see cref="WorkerEnvironment.PrivateHosts"/> has them.</summary>
    public string? PrivateHosts { get; init; }

    /// <summary>The network that it runs in; this process's own when null.</summary>
    public NetworkNamespace? Network { get; init; }

    /// <summary>What limits its memory; nothing when null.</summary>
    public MemoryGroup? Memory { get; init; }

    /// <summary>The wall clock that it sees; the machine's when null.</summary>
    public WallClock? Clock { get; init; }
}

/// <summary>A real worker in a process of its own, with its control API.</summary>
public sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly byte[] SessionKey = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly WorkerOptions _options;
    private readonly ManagedProcess _process;
    private readonly HttpClient _http;

    private WorkerProcess(WorkerOptions options, ManagedProcess process, HttpClient http, Uri metrics)
    {
        (_options, _process, _http) = (options, process, http);
        Metrics = new HttpClient { BaseAddress = metrics };
    }

    /// <summary>Client of its metrics and probes.</summary>
    public HttpClient Metrics { get; }

    /// <summary>Everything printed so far.</summary>
    public IReadOnlyCollection<string> Lines => _process.Lines;

    /// <summary>Process id.</summary>
    public int Pid => _process.Pid;

    /// <summary>Folder of everything that it keeps.</summary>
    public string Folder => _options.Folder;

    /// <summary>Starts a worker and waits until its control API answers.</summary>
    public static async Task<WorkerProcess> StartAsync(WorkerOptions options)
    {
        var settingsFile = Path.Combine(options.Folder, "worker.json");
        var secrets = Path.Combine(options.Folder, "secrets");
        Directory.CreateDirectory(secrets);
        await File.WriteAllTextAsync(settingsFile, WorkerSettingsJson.Serialize(options.Settings));
        var s = options.Settings;
        var listen = $"{options.Network?.Control.Inside ?? IPAddress.Loopback}:0";
        var credentials = ControlCredentials.Derive(options.ControlKey, s.Installation, s.Namespace, s.Name);
        foreach (var (name, value) in Secrets(options, credentials))
        {
            await File.WriteAllTextAsync(Path.Combine(secrets, name), value);
            if (name != WorkerSecrets.ApiId)
                KnownSecrets.Add(name, value);
        }
        var process = ManagedProcess.Start(Repository.Program("worker", "worker"), [], new(options.Clock?.Environment ?? [])
        {
            [WorkerEnvironment.SettingsFile] = settingsFile,
            [WorkerEnvironment.SecretsFolder] = secrets,
            [WorkerEnvironment.SessionFolder] = Path.Combine(options.Folder, "session"),
            [WorkerEnvironment.Database] = options.Database,
            [WorkerEnvironment.TdJson] = options.TdJson,
            [WorkerEnvironment.ControlListen] = listen,
            [WorkerEnvironment.MetricsListen] = listen,
            [WorkerEnvironment.PodUid] = options.PodUid,
            // A test run that is killed leaves no worker behind.
            [WorkerEnvironment.ParentPid] = $"{Environment.ProcessId}",
            [WorkerEnvironment.RateLimits] = options.RateLimits ? null : "off",
            [WorkerEnvironment.Enrichment] = options.Enrichment ? null : "off",
            [WorkerEnvironment.PrivateHosts] = options.PrivateHosts,
        }, launcher: [.. options.Memory?.Launcher ?? [], .. options.Network?.Launcher ?? []]);
        try
        {
            var started = await process.WaitForLineAsync(l => l.Contains(" control=", StringComparison.Ordinal));
            return new WorkerProcess(options, process, Client(Field(started, "control="), credentials), Field(started, "metrics="));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks the control API.</summary>
    public async Task<T> GetAsync<T>(string path)
    {
        using var answer = await _http.GetAsync(path);
        return await ReadAsync<T>(answer);
    }

    /// <summary>Gives the control API a command.</summary>
    /// <exception cref="WorkerRefusedException">It was refused.</exception>
    public async Task<T> PostAsync<T>(string path, object? body = null)
    {
        using var content = body is null ? null : JsonContent.Create(body, ControlJson.Default.GetTypeInfo(body.GetType())!);
        using var answer = await _http.PostAsync(path, content);
        return await ReadAsync<T>(answer);
    }

    /// <summary>HTTP status of a request with another token, or with none.</summary>
    public async Task<int> StatusWithTokenAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ControlPaths.Status);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? "");
        using var answer = await _http.SendAsync(request);
        return (int)answer.StatusCode;
    }

    /// <summary>Parses now.</summary>
    public Task<ParseReport> ParseAsync(long? chatId = null) =>
        PostAsync<ParseReport>(ControlPaths.Parse, new ParseCommand(chatId));

    /// <summary>Path of <c>worker.json</c>.</summary>
    public string SettingsFile => Path.Combine(_options.Folder, "worker.json");

    /// <summary>Replaces <c>worker.json</c>.</summary>
    public Task ReloadAsync(WorkerSettings settings) => WriteSettingsAsync(WorkerSettingsJson.Serialize(settings));

    /// <summary>Replaces the text of <c>worker.json</c>, be it what it may, at once, as a mounted ConfigMap is.</summary>
    public async Task WriteSettingsAsync(string text)
    {
        var next = SettingsFile + ".next";
        await File.WriteAllTextAsync(next, text);
        File.Move(next, SettingsFile, overwrite: true);
    }

    /// <summary>Replaces one of its secrets.</summary>
    /// <param name="name">A constant of <see cref="WorkerSecrets"/>.</param>
    /// <param name="value">What it is from now on.</param>
    public Task WriteSecretAsync(string name, string value) => File.WriteAllTextAsync(Path.Combine(_options.Folder, "secrets", name), value);

    /// <summary>Whether it has ended by itself.</summary>
    public bool HasEnded => _process.ExitCode is not null;

    /// <summary>The settings that it was started with.</summary>
    public WorkerSettings Settings => _options.Settings;

    /// <summary>Ends it like a crash does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Stops it where it stands, as a frozen node does.</summary>
    public void Freeze() => _process.Freeze();

    /// <summary>Lets a frozen one go on.</summary>
    public void Thaw() => _process.Thaw();

    /// <summary>Waits until it has ended.</summary>
    public Task WaitForExitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _http.Dispose();
        Metrics.Dispose();
    }

    private static IEnumerable<(string Name, string Value)> Secrets(WorkerOptions options, ControlCredentials credentials)
    {
        yield return (WorkerSecrets.ApiId, options.ApiId.ToString());
        yield return (WorkerSecrets.ApiHash, options.ApiHash);
        yield return (WorkerSecrets.SessionKey, Convert.ToBase64String(SessionKey));
        yield return (WorkerSecrets.ControlToken, credentials.Token);
        yield return (WorkerSecrets.ControlKey, credentials.PrivateKeyPem);
        yield return (WorkerSecrets.ProxySecret, options.ProxySecret);
        if (options.Password is { } password)
            yield return (WorkerSecrets.Password, password);
    }

    private static HttpClient Client(Uri url, ControlCredentials credentials)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate is System.Security.Cryptography.X509Certificates.X509Certificate2 c
            && ControlCredentials.PinOf(c.PublicKey.ExportSubjectPublicKeyInfo()) == credentials.PublicKeySha256;
        var http = new HttpClient(handler) { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", credentials.Token);
        return http;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new WorkerRefusedException((int)answer.StatusCode, (ControlError)JsonSerializer.Deserialize(text, ControlJson.Default.GetTypeInfo(typeof(ControlError))!)!);
        return (T)JsonSerializer.Deserialize(text, ControlJson.Default.GetTypeInfo(typeof(T))!)!;
    }

    private static Uri Field(string line, string name) =>
        new(line[(line.IndexOf(name, StringComparison.Ordinal) + name.Length)..].Split(' ')[0]);
}

/// <summary>The control API refused a command.</summary>
public sealed class WorkerRefusedException(int status, ControlError error) : Exception($"{status} {error.Reason}: {error.Message}")
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Why.</summary>
    public ControlError Error { get; } = error;
}
