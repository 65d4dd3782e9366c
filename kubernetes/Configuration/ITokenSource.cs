namespace TelegramParser.Kubernetes.Configuration;

/// <summary>Where the bearer token of requests comes from.</summary>
public interface ITokenSource
{
    /// <summary>The token to send now.</summary>
    string Current { get; }

    /// <summary>Says that the server refused a token.</summary>
    /// <returns>Whether there is another one by now, so that trying again makes sense.</returns>
    bool Refused(string token);
}

/// <summary>A token that stays the same.</summary>
/// <param name="token">The token.</param>
public sealed class StaticToken(string token) : ITokenSource
{
    /// <inheritdoc/>
    public string Current => token;

    /// <inheritdoc/>
    public bool Refused(string token) => false;
}
