using System.CommandLine;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>Settings that several verbs have.</summary>
internal static class CommonSettings
{
    /// <summary>Where Postgres is: on this machine, unless told otherwise.</summary>
    public static Setting Database() => new(
        "--database", "TGPARSER_DATABASE", "Postgres: a postgres:// URL or an Npgsql connection string.",
        $"Host=/var/run/postgresql;Database=tgparser;Username={Environment.UserName}");

    /// <summary>Name of the installation.</summary>
    public static Setting Installation() => new(
        "--installation", "TGPARSER_INSTALLATION", "Name of this installation; several may share a database.", "default");

    /// <summary>Address of the web server.</summary>
    public static Setting Listen(string fallback) => new(
        "--listen", "TGPARSER_LISTEN", "Address and port of the REST API and the login pages.", fallback);

    /// <summary>Address of the metrics.</summary>
    /// <param name="fallback">Where they are if nothing is given.</param>
    /// <param name="routes">What is served there.</param>
    public static Setting ListenMetrics(string fallback, string routes = "/metrics") => new(
        "--listen-metrics", "TGPARSER_LISTEN_METRICS", $"Address and port of {routes}.", fallback);

    /// <summary>Variable with the default Telegram application's number.</summary>
    public const string ApiIdVariable = "TGPARSER_API_ID";

    /// <summary>Variable with its hash.</summary>
    public const string ApiHashVariable = "TGPARSER_API_HASH";

    /// <summary>The API token.</summary>
    public static SecretSetting ApiToken() => new(
        new Setting(
            "--api-token-file", "TGPARSER_API_TOKEN_FILE",
            "File with the bearer token of the REST API, or TGPARSER_API_TOKEN with the token itself. Without one, only this machine is served."),
        "TGPARSER_API_TOKEN");

    /// <summary>The installation's control key.</summary>
    public static SecretSetting ControlKey() => new(
        new Setting(
            "--control-key-file", "TGPARSER_CONTROL_KEY_FILE",
            "File with the installation's control key, 32 bytes in base64, or TGPARSER_CONTROL_KEY with the key itself."),
        "TGPARSER_CONTROL_KEY");

    /// <summary>The cluster.</summary>
    public static Setting Kubeconfig() => new(
        "--kubeconfig", "TGPARSER_KUBECONFIG",
        "Kubeconfig of the cluster; if not given: KUBECONFIG, the pod's service account, ~/.kube/config.");

    /// <summary>Whether the API may write to resources.</summary>
    public static Setting WriteResources() => new(
        "--write-resources", "TGPARSER_WRITE_RESOURCES",
        "Whether the API writes to resources what it is asked to set (on or off). It needs a cluster that lets it patch them.", "off");

    /// <summary>The operator's own namespace.</summary>
    public static Setting Namespace(string description) => new("--namespace", "TGPARSER_NAMESPACE", description);

    /// <summary>The proxy of users that name none.</summary>
    public static Setting DefaultProxy() => new(
        "--default-proxy", "TGPARSER_DEFAULT_PROXY",
        "Proxy of users that name none: mtproto://host:port?secret=HEX or socks5://user:password@host:port.");

    /// <summary>That proxy; null when there is none.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static DefaultProxy? ReadProxy(this Setting proxy, ParseResult result)
    {
        try
        {
            return proxy.Find(result) is { } url ? DefaultProxyOption.Parse(url) : null;
        }
        catch (FormatException e)
        {
            throw new UserErrorException(e.Message, e);
        }
    }

    /// <summary>A file's text.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
