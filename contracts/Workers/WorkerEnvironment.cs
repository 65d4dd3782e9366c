namespace TelegramParser.Contracts.Workers;

/// <summary>Environment variables of a worker process: what its pod gives it besides <c>worker.json</c>.</summary>
public static class WorkerEnvironment
{
    /// <summary>Path of <c>worker.json</c>. Required.</summary>
    public const string SettingsFile = "TGPARSER_SETTINGS";

    /// <summary>Folder of secret files, see <see cref="WorkerSecrets"/>. Required.</summary>
    public const string SecretsFolder = "TGPARSER_SECRETS";

    /// <summary>Folder of the Telegram session (TDLib's database). Required.</summary>
    public const string SessionFolder = "TGPARSER_SESSION";

    /// <summary>Postgres connection string (Npgsql's form or a <c>postgres://</c> URL). Required.</summary>
    public const string Database = "TGPARSER_DATABASE";

    /// <summary>Path of <c>libtdjson.so</c>; found beside the program when absent.</summary>
    public const string TdJson = "TGPARSER_TDJSON";

    /// <summary>Address and port of the control API, such as <c>0.0.0.0:8443</c>; port 0 takes a free one.</summary>
    public const string ControlListen = "TGPARSER_CONTROL_LISTEN";

    /// <summary>Host name or address under which others reach the control API; the listening address when absent.</summary>
    public const string ControlHost = "TGPARSER_CONTROL_HOST";

    /// <summary>Address and port of the metrics and probe endpoints (plain HTTP), such as <c>0.0.0.0:9090</c>.</summary>
    public const string MetricsListen = "TGPARSER_METRICS_LISTEN";

    /// <summary>Identity of this pod, stable over container restarts (the pod's UID): the lease holder.</summary>
    public const string PodUid = "TGPARSER_POD_UID";

    /// <summary>Process id of the runner outside Kubernetes: when that process ends, the worker ends too.</summary>
    public const string ParentPid = "TGPARSER_PARENT_PID";

    /// <summary>
    /// Hosts on private addresses that links may lead to, with commas between: <c>host</c> or <c>host:port</c>. All others are
    /// refused.
    /// </summary>
    public const string PrivateHosts = "TGPARSER_PRIVATE_HOSTS";

    /// <summary><c>off</c>: no page is fetched, whatever subscriptions say. <c>on</c> when absent.</summary>
    public const string Enrichment = "TGPARSER_ENRICHMENT";

    /// <summary><c>User-Agent</c> of requests for pages; its first word is the name that <c>robots.txt</c> files are searched for.</summary>
    public const string UserAgent = "TGPARSER_USER_AGENT";

    /// <summary><c>off</c>: <c>robots.txt</c> files are not asked for. <c>on</c> when absent.</summary>
    public const string Robots = "TGPARSER_ROBOTS";

    /// <summary>URL of the Crawl4AI server, such as <c>http://crawl4ai:11235</c>; none when absent.</summary>
    public const string Crawl4AiUrl = "TGPARSER_CRAWL4AI_URL";

    /// <summary><c>off</c> turns the token buckets of Telegram's limits off, for benchmarks against a simulator.</summary>
    public const string RateLimits = "TGPARSER_RATE_LIMITS";
}

/// <summary>Names of the files in the secrets folder. Each holds one value, without a trailing newline.</summary>
public static class WorkerSecrets
{
    /// <summary>Telegram's <c>api_id</c>, a number.</summary>
    public const string ApiId = "api-id";

    /// <summary>Telegram's <c>api_hash</c>, 32 hex digits.</summary>
    public const string ApiHash = "api-hash";

    /// <summary>The account's 2FA password; optional.</summary>
    public const string Password = "password";

    /// <summary>Key that encrypts the session folder, 32 bytes in base64.</summary>
    public const string SessionKey = "session-key";

    /// <summary>Bearer token of the control API.</summary>
    public const string ControlToken = "control-token";

    /// <summary>Private key of the control API's certificate, PKCS#8 PEM.</summary>
    public const string ControlKey = "control-key.pem";

    /// <summary>Secret of an MTProto proxy, hex or base64; optional.</summary>
    public const string ProxySecret = "proxy-secret";

    /// <summary>User name of a SOCKS5 proxy; optional.</summary>
    public const string ProxyUsername = "proxy-username";

    /// <summary>Password of a SOCKS5 proxy; optional.</summary>
    public const string ProxyPassword = "proxy-password";

    /// <summary>Bearer token of the Crawl4AI server; optional.</summary>
    public const string Crawl4AiToken = "crawl4ai-token";
}
