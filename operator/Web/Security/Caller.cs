using System.Globalization;
using System.Security.Claims;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Storage.Access;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Security;

/// <summary>Who sends a request, and what it opens to them.</summary>
/// <param name="Name">Name for logs, such as <c>token 7 (n8n)</c>.</param>
/// <param name="User">The only user that is opened; null opens the whole installation.</param>
internal sealed record Caller(string Name, ApiTokenUser? User)
{
    private const string TokenClaim = "token";
    private const string InstallationToken = "installation";

    /// <summary>Who is served without any token, on this machine alone.</summary>
    public static readonly Caller Local = new("local", User: null);

    /// <summary>Who holds the installation's own token.</summary>
    public static readonly Caller Installation = new("installation token", User: null) { LimitedAs = InstallationToken };

    /// <summary>Number of the token; null when it is none of the table.</summary>
    public long? TokenId { get; private init; }

    /// <summary>Whose requests are counted together; null when they are not counted.</summary>
    public string? LimitedAs { get; init; }

    /// <summary>Who holds a token that was made for them.</summary>
    public static Caller Of(ApiTokenRow token) => new($"token {token.Id} ({token.Name})", token.User)
    {
        TokenId = token.Id,
        LimitedAs = token.Id.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Who sends a request; null when nobody has shown anything that opens something.</summary>
    public static Caller? Find(HttpContext context) =>
        context.User.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    /// <summary>Who sends a request that is served.</summary>
    public static Caller Of(HttpContext context) => Find(context) ?? throw Access.TokenRequired();

    /// <summary>Gives route handlers a parameter of this type.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>What its requests may see.</summary>
    public Realm Realm(WebOptions options) => new(options.Installation, User?.Id);

    /// <summary>Whether it may see the user that <c>{id}</c> of a path names, if there is one.</summary>
    public bool MaySee(UserRef named) => User is null || (named.Number is { } number
        ? number == User.Id
        : named.Namespace == User.Key.Namespace && named.Name == User.Key.Name);

    /// <summary>The same for ASP.NET. In a session cookie only the token's number is kept (<see cref="TokenOf"/>).</summary>
    public ClaimsPrincipal Principal(string scheme) => new(new CallerIdentity(
        this,
        [
            new Claim(ClaimTypes.Name, Name),
            new Claim(TokenClaim, TokenId?.ToString(CultureInfo.InvariantCulture) ?? InstallationToken),
        ],
        scheme));

    /// <summary>The token of a session cookie: its number, or null for the installation's own.</summary>
    public static long? TokenOf(ClaimsPrincipal session) =>
        session.FindFirstValue(TokenClaim) is { } token && token != InstallationToken ? long.Parse(token, CultureInfo.InvariantCulture) : null;

    private sealed class CallerIdentity(Caller caller, IEnumerable<Claim> claims, string scheme) : ClaimsIdentity(claims, scheme)
    {
        public Caller Caller { get; } = caller;
    }
}
