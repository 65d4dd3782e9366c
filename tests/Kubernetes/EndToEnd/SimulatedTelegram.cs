using System.Globalization;
using System.Text.Json;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>The control port of the simulated Telegram in the cluster.</summary>
internal sealed class SimulatedTelegram(ForwardedHttp http) : IAsyncDisposable
{
    // Of the demo's world.
    private const string BobsPhone = "+15550000002";
    private const long Bob = 1002;

    private static int _numbers;

    /// <summary>Adds an account that nobody has used, with a username like its name; its login code is 12345.</summary>
    /// <returns>Its phone number.</returns>
    public async Task<string> AddAccountAsync(string name)
    {
        var number = Interlocked.Increment(ref _numbers);
        var phone = string.Create(CultureInfo.InvariantCulture, $"+1555100{number:D4}");
        await http.NeedAsync(HttpMethod.Post, "/accounts", new { phone, code = "12345", user = new { id = 5000 + number, first_name = name, username = name.Replace('-', '_') } });
        return phone;
    }

    /// <summary>Adds a public channel with posts.</summary>
    /// <returns>Its username.</returns>
    public async Task<string> AddChannelAsync(int posts)
    {
        var number = Interlocked.Increment(ref _numbers);
        var username = string.Create(CultureInfo.InvariantCulture, $"channel_{number:D4}");
        await http.NeedAsync(HttpMethod.Post, "/channels", new { id = 1_600_000_000L + number, title = $"Channel {number}", username });
        for (var i = 1; i <= posts; i++)
            await PublishAsync(username, $"Post {i} of {username}");
        return username;
    }

    /// <summary>Adds a public group with an account and Bob in it.</summary>
    /// <returns>Its username.</returns>
    public async Task<string> AddGroupAsync(string phone)
    {
        var number = Interlocked.Increment(ref _numbers);
        var group = string.Create(CultureInfo.InvariantCulture, $"group_{number:D4}");
        await http.NeedAsync(HttpMethod.Post, "/channels", new { id = 1_600_000_000L + number, title = $"Group {number}", username = group, is_group = true });
        foreach (var member in new[] { phone, BobsPhone })
            await http.NeedAsync(HttpMethod.Put, $"/channels/{group}/members/{member}");
        return group;
    }

    /// <summary>Lets Bob write in a group.</summary>
    public Task WriteAsync(string group, string text) =>
        http.NeedAsync(HttpMethod.Post, $"/channels/{group}/posts", new { text, sender_id = Bob });

    /// <summary>Publishes a post.</summary>
    public Task PublishAsync(string channel, string text) =>
        http.NeedAsync(HttpMethod.Post, $"/channels/{channel}/posts", new { text });

    /// <summary>Scans a login's QR code with an account's phone.</summary>
    public Task ScanAsync(string phone, string link) =>
        http.NeedAsync(HttpMethod.Post, $"/accounts/{phone}/accept-qr", new { link });

    /// <summary>Ends all sessions of an account, as its owner can on another device.</summary>
    public Task RevokeAsync(string phone) => http.NeedAsync(HttpMethod.Post, $"/accounts/{phone}/revoke", new { });

    /// <summary>How many posts a channel has.</summary>
    public async Task<int> PostsAsync(string channel) =>
        (await http.NeedAsync(HttpMethod.Get, $"/channels/{channel}/posts")).GetArrayLength();

    /// <summary>Requests that came to a webhook, each with <c>headers</c> and <c>body</c>.</summary>
    public Task<JsonElement> ReceivedAsync(string webhook) => http.NeedAsync(HttpMethod.Get, $"/webhooks/{webhook}");

    /// <summary>Has pods told apart that share a proxy.</summary>
    public Task TellAddressesAsync() => http.NeedAsync(HttpMethod.Put, "/clients/tell-addresses", new { on = true });

    /// <summary>How often a method was called.</summary>
    public async Task<int> CallsAsync(string method) =>
        (await http.NeedAsync(HttpMethod.Get, $"/calls?method={method}")).GetArrayLength();

    /// <summary>Every time that two clients were live on one authorization key.</summary>
    public async Task<JsonElement> OverlapsAsync() =>
        (await http.NeedAsync(HttpMethod.Get, "/clients")).GetProperty("overlaps");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => http.DisposeAsync();
}
