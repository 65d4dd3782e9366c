using System.Text.Json;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>A TelegramUser in the cluster with the account that it is logged in to.</summary>
internal sealed class ParsedUser(Installation installation, string name, string phone, params IEnumerable<string> channels)
{
    private readonly List<string> _channels = [.. channels];

    /// <summary>Name of the resource.</summary>
    public string Name => name;

    /// <summary>Phone number of the account.</summary>
    public string Phone => phone;

    /// <summary>Usernames of the channels, in the order of the subscriptions.</summary>
    public IReadOnlyList<string> Channels => _channels;

    /// <summary>Name of the worker's StatefulSet, ConfigMap and Secret.</summary>
    public string Worker => $"{name}-worker";

    /// <summary>Name of the worker's pod.</summary>
    public string Pod => $"{name}-worker-0";

    /// <summary>Name of a channel's ChannelSubscription.</summary>
    public string Subscription(string channel) => $"{name}-{channel.Replace('_', '-')}";

    /// <summary>Subscribes to a new channel with posts.</summary>
    /// <returns>The channel's username.</returns>
    public async Task<string> SubscribeAsync(int posts)
    {
        var channel = await installation.Telegram.AddChannelAsync(posts);
        await installation.ApplyAsync($$"""
            apiVersion: tgparser.io/v1alpha1
            kind: ChannelSubscription
            metadata:
              name: {{Subscription(channel)}}
            spec:
              userRef: {name: {{name}}}
              channel: "@{{channel}}"
              backfill: {limit: 1000}
            """);
        _channels.Add(channel);
        return channel;
    }

    /// <summary>Removes a subscription.</summary>
    public async Task UnsubscribeAsync(string channel)
    {
        await installation.KubectlAsync("delete", "tgsub", Subscription(channel));
        _channels.Remove(channel);
    }

    /// <summary>Logs in through the REST API: phone, then code.</summary>
    /// <param name="code">What the simulated Telegram sends.</param>
    /// <param name="password">The account's 2FA password, if it has one.</param>
    public async Task LogInAsync(string code = "12345", string? password = null)
    {
        KnownSecrets.AddPhone(phone);
        KnownSecrets.Add("a login code", code);
        KnownSecrets.Add("a 2FA password", password ?? "");
        await SeeLoginAsync("waiting_for_login");
        await TypeAsync(code, password);
    }

    /// <summary>Logs in when Telegram has ended the session before.</summary>
    public async Task LogInAgainAsync()
    {
        await SeeLoginAsync("logged_out");
        await TypeAsync("12345", password: null);
    }

    private async Task TypeAsync(string code, string? password)
    {
        await installation.Rest.NeedAsync(HttpMethod.Post, Route("login/phone"), new { phone_number = phone });
        await SeeLoginAsync("waiting_for_code");
        await installation.Rest.NeedAsync(HttpMethod.Post, Route("login/code"), new { code });
        if (password is not null)
        {
            await SeeLoginAsync("waiting_for_password");
            await installation.Rest.NeedAsync(HttpMethod.Post, Route("login/password"), new { password });
        }
        await SeeLoginAsync("ready");
    }

    /// <summary>Logs in with a QR code, which the account's phone scans.</summary>
    public async Task LogInByQrAsync()
    {
        await SeeLoginAsync("waiting_for_login");
        await installation.Rest.NeedAsync(HttpMethod.Post, Route("login/qr"));
        var login = await SeeLoginAsync("waiting_for_qr_scan");
        await installation.Telegram.ScanAsync(phone, login.GetProperty("qr_link").GetString()!);
        await SeeLoginAsync("ready");
    }

    /// <summary>Waits until every post of the subscribed channels is stored, each once.</summary>
    public async Task SeeAllPostsAsync()
    {
        var posts = 0;
        foreach (var channel in _channels)
            posts += await installation.Telegram.PostsAsync(channel);
        await SeePostsAsync(posts);
    }

    /// <summary>Waits until this many posts are stored.</summary>
    public Task SeePostsAsync(int posts) => Eventually.SeeAsync(StoredAsync, stored => stored == posts, Installation.Patience);

    /// <summary>How many posts are stored.</summary>
    public async Task<int> StoredAsync() => int.Parse(
        await installation.SqlAsync(
            $"SELECT count(*) FROM posts p JOIN users u ON u.id = p.user_id WHERE u.namespace = '{installation.Namespace}' AND u.name = '{name}'"),
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Waits until no parse runs.</summary>
    public Task SeeParsesEndAsync(TimeSpan limit) => Eventually.SeeAsync(
        () => installation.SqlAsync(
            $"SELECT count(*) FROM parses p JOIN users u ON u.id = p.user_id WHERE u.namespace = '{installation.Namespace}' AND u.name = '{name}' AND p.finished_at IS NULL"),
        unfinished => unfinished == "0",
        limit);

    /// <summary>Waits until the resource's Ready condition is True.</summary>
    public Task<JsonElement> SeeReadyAsync() => installation.SeeAsync("tguser", name, user => Conditions.IsTrue(user, "Ready"));

    /// <summary>Asks to parse now.</summary>
    public Task<JsonElement> ParseAsync() => installation.Rest.NeedAsync(HttpMethod.Post, Route("channels/parse"));

    private string Route(string rest) => $"/users/{installation.Namespace}:{name}/{rest}";

    private async Task<JsonElement> SeeLoginAsync(string state) => (await Eventually.SeeAsync(
        () => installation.Rest.SendAsync(HttpMethod.Get, Route("login")),
        answer => answer.Status == 200 && answer.Body.GetProperty("state").GetString() == state,
        Installation.Patience)).Body;
}
