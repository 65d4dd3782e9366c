namespace TelegramParser.Worker.Egress;

/// <summary>What was wrong with the target of a request.</summary>
internal enum EgressRefusal
{
    /// <summary>Neither http nor https.</summary>
    Scheme,

    /// <summary>User name or password in the URL.</summary>
    UserInfo,

    /// <summary>Not a host.</summary>
    Host,

    /// <summary>Neither 80 nor 443.</summary>
    Port,

    /// <summary>Not on the public internet.</summary>
    Address,
}

/// <summary><see cref="AddressGuard"/> lets no request there. The message names no address: who posts links shall not learn a network's.</summary>
internal sealed class EgressRefusedException(EgressRefusal refusal, string message) : Exception(message)
{
    /// <summary>What was wrong.</summary>
    public EgressRefusal Refusal { get; } = refusal;
}
