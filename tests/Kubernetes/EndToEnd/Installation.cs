using System.Text;
using System.Text.Json;
using TelegramParser.Harness;
using TelegramParser.Harness.Cluster;
using TelegramParser.Harness.Secrets;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>
/// The product as a person installs it: the chart with its bundled Postgres in a namespace of its own, and beside it a
/// simulated Telegram that all workers use as their proxy.
/// </summary>
internal sealed class Installation : IAsyncDisposable
{
    /// <summary>How long a pod may take until it is ready: generous, nothing waits for it on success.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private const string Release = "tgparser";
    private const string ProxySecret = "00112233445566778899aabbccddeeff";

    private Installation(KubernetesCluster cluster, string ns)
    {
        (Cluster, Namespace) = (cluster, ns);
        KnownSecrets.Add("the proxy's secret", ProxySecret);
        // What the simulated Telegram prints is its own affair.
        Logs = PodLogCollector.Start(cluster, ns, pod => pod.Labels?.GetValueOrDefault("app") != "telegram");
        Telegram = new SimulatedTelegram(new ForwardedHttp(cluster, ns, "svc/telegram", 8080, () => Task.FromResult<string?>(null)));
        Rest = new ForwardedHttp(cluster, ns, $"svc/{Name}", 8010, TokenAsync);
    }

    /// <summary>The cluster.</summary>
    public KubernetesCluster Cluster { get; }

    /// <summary>The namespace of everything.</summary>
    public string Namespace { get; }

    /// <summary>Name of the operator's Deployment, and the beginning of other names.</summary>
    public static string Name => $"{Release}-telegram-parser-operator";

    /// <summary>The simulated Telegram.</summary>
    public SimulatedTelegram Telegram { get; }

    /// <summary>What the pods have printed.</summary>
    public PodLogCollector Logs { get; }

    /// <summary>Host and port of the webhooks that <see cref="Telegram"/> takes, as pods reach it.</summary>
    public string WebhookHost => $"telegram.{Namespace}.svc:8080";

    /// <summary>The REST API.</summary>
    public ForwardedHttp Rest { get; }

    /// <summary>Installs it and waits until it serves.</summary>
    public static async Task<Installation> InstallAsync(KubernetesCluster cluster, string ns)
    {
        // A run before this one may have been killed on a cluster that stays.
        await cluster.KubectlAsync("delete", "namespace", ns, "--ignore-not-found");
        await cluster.KubectlAsync("create", "namespace", ns);
        var installation = new Installation(cluster, ns);
        await installation.KubectlAsync("apply", "-f", ManifestPath("telegram.yaml"));
        await installation.HelmAsync("install");
        await installation.RolledOutAsync();
        await installation.KubectlAsync("rollout", "status", "deployment/telegram", "--timeout=180s");
        await installation.Telegram.TellAddressesAsync();
        return installation;
    }

    /// <summary><c>helm install</c> or <c>helm upgrade</c> with the values of these tests and more.</summary>
    public Task<string> HelmAsync(string verb, params string[] sets) => Cluster.HelmAsync(
    [
        verb, Release, Path.Combine(Repository.Root, "charts", "telegram-parser-operator"), "-n", Namespace,
        "-f", ManifestPath("values.yaml"),
        // The CRDs may be there already: other tests need them without a release.
        "--take-ownership", "--force-conflicts",
        "--set", $"proxy.url=mtproto://telegram.{Namespace}.svc:8443?secret={ProxySecret}",
        "--set", $"enrichment.privateHosts={{{WebhookHost}}}",
        .. sets.SelectMany(set => new[] { "--set", set }),
    ]);

    /// <summary><c>helm test</c>: a pod that asks the REST API.</summary>
    public Task<string> HelmTestAsync() => Cluster.HelmAsync("test", Release, "-n", Namespace);

    /// <summary>Waits until the operator's pods are those of the last change, and ready.</summary>
    public Task RolledOutAsync() => KubectlAsync("rollout", "status", $"deployment/{Name}", "--timeout=300s");

    /// <summary>Runs kubectl in the namespace.</summary>
    public Task<string> KubectlAsync(params string[] arguments) => Cluster.KubectlAsync(["-n", Namespace, .. arguments]);

    /// <summary>Applies a manifest.</summary>
    public Task ApplyAsync(string manifest) => Cluster.ApplyAsync(manifest, Namespace);

    /// <summary>An object, or null when there is none.</summary>
    public async Task<JsonElement?> FindAsync(string kind, string name)
    {
        var json = await KubectlAsync("get", kind, name, "-o", "json", "--ignore-not-found");
        return json.Length == 0 ? null : JsonDocument.Parse(json).RootElement;
    }

    /// <summary>Objects with a label.</summary>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string kinds, string selector)
    {
        var json = await KubectlAsync("get", kinds, "-l", selector, "-o", "json");
        return [.. JsonDocument.Parse(json).RootElement.GetProperty("items").EnumerateArray()];
    }

    /// <summary>Waits until an object is so.</summary>
    public async Task<JsonElement> SeeAsync(string kind, string name, Func<JsonElement, bool> condition, TimeSpan? within = null) =>
        (await Eventually.SeeAsync(() => FindAsync(kind, name), found => found is { } present && condition(present), within ?? Patience))!.Value;

    /// <summary>Waits until an object is gone.</summary>
    public Task SeeGoneAsync(string kind, string name) => Eventually.SeeAsync(() => FindAsync(kind, name), found => found is null, Patience);

    /// <summary>The first column of a query's first row, asked in the bundled Postgres's own pod.</summary>
    public async Task<string> SqlAsync(string query) => (await KubectlAsync(
        "exec", $"{Name}-postgres-0", "--", "psql", "-U", "tgparser", "-d", "tgparser", "-tAc", query)).Trim();

    /// <summary>Adds an account, channels with posts, and the resources for them; logs it in.</summary>
    public async Task<ParsedUser> AddUserAsync(string name, int channels, int posts, string spec = "")
    {
        var phone = await Telegram.AddAccountAsync(name);
        var user = new ParsedUser(this, name, phone);
        await ApplyAsync($"""
            apiVersion: tgparser.io/v1alpha1
            kind: TelegramUser
            metadata:
              name: {name}
            spec:
              schedule: {Interval}
              login:
                method: PhoneCode
                phoneNumber: "{phone}"
            {spec}
            """);
        for (var i = 0; i < channels; i++)
            await user.SubscribeAsync(posts);
        await user.LogInAsync();
        return user;
    }

    /// <summary>A user that is there already, with an account and the channels that it subscribes to.</summary>
    public ParsedUser Adopt(string name, string phone, params string[] channels) => new(this, name, phone, channels);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Logs.DisposeAsync();
        await Rest.DisposeAsync();
        await Telegram.DisposeAsync();
    }

    private const string Interval = "{interval: 10s}";

    private async Task<string?> TokenAsync() => Encoding.UTF8.GetString(Convert.FromBase64String(
        await KubectlAsync("get", "secret", $"{Name}-keys", "-o", "jsonpath={.data.api-token}")));

    private static string ManifestPath(string file) =>
        Path.Combine(Repository.Root, "tests", "Kubernetes", "EndToEnd", "manifests", file);
}
