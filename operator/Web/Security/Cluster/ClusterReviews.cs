using System.Security.Cryptography;
using System.Text;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Identity;

namespace TelegramParser.Operator.Web.Security.Cluster;

/// <summary>
/// Asks the API server whose a bearer token is (TokenReview) and what they may do (SubjectAccessReview). Answers are remembered for a
/// minute, refusals for ten seconds: so long a right that was taken away may still be used. Of tokens only hashes are remembered.
/// </summary>
internal sealed class ClusterReviews(WebOptions options, TimeProvider time)
{
    /// <summary>Part of a TelegramUser that is asked for: roles for its resource alone, such as <c>view</c>, do not open posts.</summary>
    public const string Subresource = "api";

    private const int MostRemembered = 5000;

    // Strangers can make us ask. Beyond so many at a time they are put off, so that they hold up neither us nor the API server.
    private const int MostAtOnce = 20;

    // Characters. Those of service accounts have about 1,000.
    private const int LongestToken = 8192;

    private static readonly TimeSpan GrantKept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan RefusalKept = TimeSpan.FromSeconds(10);

    private readonly BoundedCache<string, UserInfo?> _people = new(MostRemembered, time);
    private readonly BoundedCache<(string Person, string Verb, UserKey? User), bool> _rights = new(MostRemembered, time);
    private int _asking;

    /// <summary>Whose a token is; null when it is nobody's, or not for this server.</summary>
    /// <exception cref="ApiProblem">The API server does not answer.</exception>
    public async Task<UserInfo?> FindAsync(string token, CancellationToken cancellation)
    {
        if (options.TokenAudiences.Count == 0 || token.Length is 0 or > LongestToken)
            return null;
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
        if (_people.TryGet(key, out var known))
            return known;
        var answer = await AskAsync(
            new TokenReview { Spec = new TokenReviewSpec { Token = token, Audiences = options.TokenAudiences } }, cancellation);
        // An API server that looks at no audiences names none: then the token may be meant for somebody else.
        var person = answer.Status is { Authenticated: true, User: { Username.Length: > 0 } user, Audiences: { } audiences }
            && audiences.Intersect(options.TokenAudiences, StringComparer.Ordinal).Any() ? user : null;
        _people.Put(key, person, person is null ? RefusalKept : GrantKept);
        return person;
    }

    /// <summary>Whether somebody may do something with what the API tells of a user, or of all users in all namespaces.</summary>
    /// <param name="person">Who.</param>
    /// <param name="verb"><c>get</c> to read, <c>update</c> to command.</param>
    /// <param name="user">The user; null for all.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <exception cref="ApiProblem">The API server does not answer.</exception>
    public async Task<bool> MayAsync(UserInfo person, string verb, UserKey? user, CancellationToken cancellation)
    {
        var spec = new SubjectAccessReviewSpec
        {
            User = person.Username,
            Uid = person.Uid,
            Groups = person.Groups,
            Extra = person.Extra,
            ResourceAttributes = new ResourceAttributes
            {
                Group = TelegramUser.Definition.Group,
                Resource = TelegramUser.Definition.Plural,
                Subresource = Subresource,
                Verb = verb,
                Namespace = user?.Namespace,
                Name = user?.Name,
            },
        };
        // All of a person counts: groups and extras come with the token.
        var key = (KubernetesJson.ToNode(person)!.ToJsonString(), verb, user);
        if (_rights.TryGet(key, out var known))
            return known;
        var answer = await AskAsync(new SubjectAccessReview { Spec = spec }, cancellation);
        var may = answer.Status is { Allowed: true, Denied: false };
        _rights.Put(key, may, may ? GrantKept : RefusalKept);
        return may;
    }

    private async Task<T> AskAsync<T>(T review, CancellationToken cancellation)
        where T : KubernetesObject, IResource
    {
        try
        {
            if (Interlocked.Increment(ref _asking) > MostAtOnce)
                throw Unavailable("Too many tokens are being looked at.");
            return await options.Reviews!().ReviewAsync(review, cancellation);
        }
        catch (Exception e) when (e is ApiException or HttpRequestException or TimeoutException or ClientConfigurationException)
        {
            throw Unavailable(e.Message);
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    private static ApiProblem Unavailable(string why) => new(
        StatusCodes.Status503ServiceUnavailable, ProblemCodes.ResourcesUnavailable, "The Kubernetes API server does not tell who you are.",
        $"A token that is none of this server's is shown to the API server: {why} Try again in a few seconds, or use a token of this server.")
    {
        RetryAfterSeconds = 5,
    };
}
