using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Adds a proxy, or finds it again when it is known.</summary>
public sealed record AddProxy(Proxy Proxy, bool Enable) : ITdFunction<AddedProxy>;

/// <summary>Connects without a proxy.</summary>
public sealed record DisableProxy : ITdFunction<Ok>;

/// <summary>Forgets a proxy.</summary>
public sealed record RemoveProxy(int ProxyId) : ITdFunction<Ok>;

/// <summary>Lists the known proxies.</summary>
public sealed record GetProxies : ITdFunction<AddedProxies>;

/// <summary>A proxy.</summary>
public sealed record Proxy(string Server, int Port, ProxyType Type);

/// <summary>A proxy that TDLib knows.</summary>
public sealed record AddedProxy(int Id, bool IsEnabled, Proxy Proxy);

/// <summary>The proxies that TDLib knows.</summary>
public sealed record AddedProxies(IReadOnlyList<AddedProxy> Proxies);

/// <summary>Protocol and secrets of a proxy: never logged.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(ProxyTypeSocks5), "proxyTypeSocks5")]
[JsonDerivedType(typeof(ProxyTypeMtproto), "proxyTypeMtproto")]
public record ProxyType;

/// <summary>SOCKS 5, RFC 1928.</summary>
public sealed record ProxyTypeSocks5(string Username, string Password) : ProxyType
{
    /// <summary>Leaves the secrets out.</summary>
    public override string ToString() => nameof(ProxyTypeSocks5);
}

/// <summary>Telegram's own proxy protocol.</summary>
/// <param name="Secret">Hex or base64url.</param>
public sealed record ProxyTypeMtproto(string Secret) : ProxyType
{
    /// <summary>Leaves the secret out.</summary>
    public override string ToString() => nameof(ProxyTypeMtproto);
}
