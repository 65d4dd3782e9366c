using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>Reads a proxy written as a URL: <c>mtproto://host:port?secret=…</c> or <c>socks5://user:password@host:port</c>.</summary>
internal static class DefaultProxyOption
{
    private const string Forms = "Write mtproto://host:port?secret=HEX or socks5://user:password@host:port.";

    /// <summary>Reads the URL.</summary>
    /// <exception cref="FormatException">It is neither form. The message does not repeat the URL, which holds secrets.</exception>
    public static DefaultProxy Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Host.Length == 0 || url.Port is < 1 or > 65535)
            throw new FormatException($"The default proxy is not a URL with host and port. {Forms}");
        return url.Scheme switch
        {
            "mtproto" => new DefaultProxy(new ProxySettings(ProxyType.Mtproto, url.IdnHost, url.Port), Mtproto(url)),
            "socks5" => new DefaultProxy(new ProxySettings(ProxyType.Socks5, url.IdnHost, url.Port), Socks5(url)),
            _ => throw new FormatException($"The default proxy's protocol is {url.Scheme}. {Forms}"),
        };
    }

    private static Dictionary<string, string> Mtproto(Uri url)
    {
        const string name = "secret=";
        var secret = url.Query.TrimStart('?').Split('&').FirstOrDefault(part => part.StartsWith(name, StringComparison.Ordinal));
        return secret is { Length: > 7 }
            ? new Dictionary<string, string>(StringComparer.Ordinal) { [WorkerSecrets.ProxySecret] = Uri.UnescapeDataString(secret[name.Length..]) }
            : throw new FormatException($"The default proxy has no secret. {Forms}");
    }

    private static Dictionary<string, string> Socks5(Uri url)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        var parts = url.UserInfo.Split(':', 2);
        if (parts[0].Length > 0)
            files[WorkerSecrets.ProxyUsername] = Uri.UnescapeDataString(parts[0]);
        if (parts is [_, { Length: > 0 } password])
            files[WorkerSecrets.ProxyPassword] = Uri.UnescapeDataString(password);
        return files;
    }
}
