using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Web;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>A cluster that knows some tokens and what their holders may do.</summary>
internal sealed class ClusterAccess : IReviewApi
{
    private readonly Dictionary<string, string> _people = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grants = new(StringComparer.Ordinal);

    /// <summary>Knows a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="person">Whose it is.</param>
    /// <param name="grants">What they may do: <c>get default/alice</c>, or <c>get</c> of all.</param>
    public ClusterAccess With(string token, string person, params string[] grants)
    {
        _people[token] = person;
        _grants.UnionWith(grants.Select(grant => $"{person}: {grant}"));
        return this;
    }

    /// <summary>Serves its tokens.</summary>
    public WebOptions AddTo(WebOptions options) => options with { Reviews = () => this, TokenAudiences = ["tgparser.io"] };

    /// <inheritdoc/>
    public Task<T> ReviewAsync<T>(T review, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Task.FromResult((T)(KubernetesObject)(review switch
        {
            TokenReview { Spec: { } spec } question => question with
            {
                Status = new TokenReviewStatus
                {
                    Authenticated = _people.ContainsKey(spec.Token),
                    User = new UserInfo { Username = _people.GetValueOrDefault(spec.Token) },
                    Audiences = spec.Audiences,
                },
            },
            SubjectAccessReview { Spec: { ResourceAttributes: { Resource: "telegramusers", Subresource: "api" } what } spec } question => question with
            {
                Status = new SubjectAccessReviewStatus
                {
                    Allowed = _grants.Contains($"{spec.User}: {what.Verb}{(what.Name is null ? "" : $" {what.Namespace}/{what.Name}")}"),
                },
            },
            _ => throw new InvalidOperationException($"Nobody asks for {review}."),
        }));
}
