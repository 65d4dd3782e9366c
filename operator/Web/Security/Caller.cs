using System.Globalization;
using System.Security.Claims;
using TelegramParser.Kubernetes.Core;
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

    /// <summary>Somebody of the cluster of whom it is not known yet what they may do: nothing is open to them before (<see cref="LetIn"/>).</summary>
    public UserInfo? Asking { get; private init; }

    /// <summary>Whose requests are counted together; null when they are not counted.</summary>
    public string? LimitedAs { get; init; }

    /// <summary>Who holds a token that was made for them.</summary>
    public static Caller Of(ApiTokenRow token) => new($"token {token.Id} ({token.Name})", token.User)
    {
        TokenId = token.Id,
        LimitedAs = token.Id.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Somebody whom the cluster knows.</summary>
    public static Caller Of(UserInfo person) =>
        new($"kubernetes {person.Username}", User: null) { Asking = person, LimitedAs = $"kubernetes {person.Username}" };

    /// <summary>The same with what the cluster opens to them for one request.</summary>
    /// <param name="user">The only user; null for all.</param>
    public Caller LetIn(ApiTokenUser? user) => this with { User = user, Asking = null };

    /// <summary>Who sends a request; null when nobody has shown anything that opens something.</summary>
    public static Caller? Find(HttpContext context) =>
        context.User.Identities.OfType<CallerIdentity>().FirstOrDefault()?.Caller;

    /// <summary>Who sends a request that is served.</summary>
    public static Caller Of(HttpContext context) => Find(context) ?? throw Access.TokenRequired();

    /// <summary>Gives route handlers a parameter of this type.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>What its requests may see.</summary>
    public Realm Realm(WebOptions options) => Asking is null
        ? new(options.Installation, User?.Id)
        : throw new InvalidOperationException($"What {Name} may see is not known yet.");

    /// <summary>Whether it may see the user that <c>{id}</c> of a path names, if there is one.</summary>
    public bool MaySee(UserRef named) => Asking is null && (User is null || (named.Number is { } number
        ? number == User.Id
        : named.Namespace == User.Key.Namespace && named.Name == User.Key.Name));

    /// <summary>The same for ASP.NET. In a session cookie only what names a token of this server is kept (<see cref="TokenOf"/>).</summary>
    public ClaimsPrincipal Principal(string scheme)
    {
        var token = TokenId?.ToString(CultureInfo.InvariantCulture) ?? (this == Installation ? InstallationToken : null);
        Claim[] ofToken = token is null ? [] : [new Claim(TokenClaim, token)];
        return new(new CallerIdentity(this, [new Claim(ClaimTypes.Name, Name), .. ofToken], scheme));
    }

    /// <summary>The token of a session cookie: whether it is the installation's own, or else its number; neither when it names none.</summary>
    public static (bool IsInstallation, long? Id) TokenOf(ClaimsPrincipal session) => session.FindFirstValue(TokenClaim) switch
    {
        null => (false, null),
        InstallationToken => (true, null),
        var number => (false, long.Parse(number, CultureInfo.InvariantCulture)),
    };

    private sealed class CallerIdentity(Caller caller, IEnumerable<Claim> claims, string scheme) : ClaimsIdentity(claims, scheme)
    {
        public Caller Caller { get; } = caller;
    }
}
