using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>One TDLib client that talks to a simulator as its MTProto proxy.</summary>
internal sealed class RawTdClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _requests = new(StringComparer.Ordinal);
    private readonly List<(Func<JsonObject, bool> Condition, TaskCompletionSource<JsonObject> Seen)> _waits = [];
    private readonly List<JsonObject> _updates = [];
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly int _id;
    private int _lastRequest;
    private bool _isClosed;

    private RawTdClient(string folder)
    {
        _folder = folder;
        _id = RawTdlib.Create(OnReceived);
    }

    /// <summary>Starts a client up to the point where it wants to log in.</summary>
    /// <param name="host">The simulator.</param>
    /// <param name="name">How the client's calls appear in the simulator's record.</param>
    /// <param name="usePfs">Whether the client uses temporary keys bound to its permanent one.</param>
    public static async Task<RawTdClient> StartAsync(SimulatorHost host, string name, bool usePfs = false)
    {
        var client = new RawTdClient(Directory.CreateTempSubdirectory("raw-tdlib-").FullName);
        await client.OpenAsync(host, name, usePfs);
        await client.AuthorizationAsync("authorizationStateWaitPhoneNumber");
        return client;
    }

    /// <summary>Starts a client on a copy of another one's folder, and so with its login.</summary>
    public static async Task<RawTdClient> StartCopyAsync(SimulatorHost host, string name, RawTdClient original)
    {
        var folder = Directory.CreateTempSubdirectory("raw-tdlib-").FullName;
        foreach (var file in Directory.EnumerateFiles(original._folder))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var client = new RawTdClient(folder);
        await client.OpenAsync(host, name, usePfs: false);
        return client;
    }

    private async Task OpenAsync(SimulatorHost host, string name, bool usePfs)
    {
        // TDLib answers these once it has its parameters, and applies them before it connects.
        var settings = new List<Task> { RequestAsync("addProxy", new JsonObject
        {
            ["enable"] = true,
            ["proxy"] = new JsonObject
            {
                ["server"] = "127.0.0.1",
                ["port"] = host.Port,
                ["type"] = new JsonObject { ["@type"] = "proxyTypeMtproto", ["secret"] = host.Simulator.Secrets.Find(name) ?? host.Register(name) },
            },
        }) };
        if (usePfs)
        {
            settings.Add(RequestAsync("setOption", new JsonObject
            {
                ["name"] = "use_pfs",
                ["value"] = new JsonObject { ["@type"] = "optionValueBoolean", ["value"] = true },
            }));
        }
        await RequestAsync("setTdlibParameters", new JsonObject
        {
            ["database_directory"] = _folder,
            ["files_directory"] = _folder,
            ["use_message_database"] = true,
            ["use_chat_info_database"] = true,
            ["api_id"] = 12345,
            ["api_hash"] = "0123456789abcdef0123456789abcdef",
            ["system_language_code"] = "en",
            ["device_model"] = "test",
            ["application_version"] = "1",
        });
        await Task.WhenAll(settings);
    }

    /// <summary>Logs in by phone, code, and password if the account has one.</summary>
    public async Task LogInAsync(string phone, string code, string? password = null)
    {
        await RequestAsync("setAuthenticationPhoneNumber", new JsonObject { ["phone_number"] = phone });
        await AuthorizationAsync("authorizationStateWaitCode");
        await RequestAsync("checkAuthenticationCode", new JsonObject { ["code"] = code });
        if (password is not null)
        {
            await AuthorizationAsync("authorizationStateWaitPassword");
            await RequestAsync("checkAuthenticationPassword", new JsonObject { ["password"] = password });
        }
        await AuthorizationAsync("authorizationStateReady");
    }

    /// <exception cref="RawTdException">TDLib answered with an error.</exception>
    public Task<JsonObject> RequestAsync(string type, JsonObject? arguments = null)
    {
        var request = arguments ?? [];
        var extra = $"{Interlocked.Increment(ref _lastRequest)}";
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        _requests[extra] = answer;
        request["@type"] = type;
        request["@extra"] = extra;
        RawTdlib.Send(_id, request);
        return answer.Task.WaitAsync(Patience);
    }

    /// <summary>The first update, past or coming, that fulfils the condition.</summary>
    public Task<JsonObject> UpdateAsync(string type, Func<JsonObject, bool>? condition = null)
    {
        bool Fits(JsonObject update) => TypeOf(update) == type && (condition?.Invoke(update) ?? true);
        lock (_lock)
        {
            if (_updates.Find(Fits) is { } past)
                return Task.FromResult(past);
            var seen = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waits.Add((Fits, seen));
            return seen.Task.WaitAsync(Patience);
        }
    }

    /// <summary>The first time that the login was, or will be, in this state.</summary>
    public async Task<JsonObject> AuthorizationAsync(string state, Func<JsonObject, bool>? condition = null)
    {
        JsonObject StateOf(JsonObject update) => update["authorization_state"]!.AsObject();
        return StateOf(await UpdateAsync("updateAuthorizationState",
            update => TypeOf(StateOf(update)) == state && (condition?.Invoke(StateOf(update)) ?? true)));
    }

    /// <summary>A chat's messages from oldest to newest.</summary>
    public async Task<IReadOnlyList<JsonObject>> ReadHistoryAsync(long chat)
    {
        var messages = new List<JsonObject>();
        while (true)
        {
            var page = await RequestAsync("getChatHistory", new()
            {
                ["chat_id"] = chat,
                ["from_message_id"] = messages.Count == 0 ? 0 : (long)messages[^1]["id"]!,
                ["limit"] = 100,
            });
            var found = page["messages"]!.AsArray().Select(message => message!.AsObject()).ToList();
            if (found.Count == 0)
            {
                messages.Reverse();
                return messages;
            }
            messages.AddRange(found);
        }
    }

    public async Task CloseAsync()
    {
        _isClosed = true;
        await RequestAsync("close");
        await AuthorizationAsync("authorizationStateClosed");
    }

    /// <summary>Tells that TDLib has closed by itself, so that nothing closes it again.</summary>
    public void HasEnded() => _isClosed = true;

    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
            await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The id that the server knows a message by.</summary>
    public static int ServerId(JsonObject message) => (int)((long)message["id"]! >> 20);

    public static string TypeOf(JsonObject value) => (string)value["@type"]!;

    private void OnReceived(JsonObject received)
    {
        if ((string?)received["@extra"] is { } extra)
        {
            if (!_requests.TryRemove(extra, out var request))
                return;
            if (TypeOf(received) == "error")
                request.SetException(new RawTdException((int)received["code"]!, (string)received["message"]!));
            else
                request.SetResult(received);
            return;
        }
        lock (_lock)
        {
            _updates.Add(received);
            foreach (var wait in _waits.FindAll(wait => wait.Condition(received)))
            {
                _waits.Remove(wait);
                wait.Seen.SetResult(received);
            }
        }
    }
}

internal sealed class RawTdException(int code, string message) : Exception($"{code} {message}")
{
    public int Code => code;
}
