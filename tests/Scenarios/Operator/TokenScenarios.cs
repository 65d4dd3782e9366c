using System.Text;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Harness.Time;
using TelegramParser.Operator.ApiTokens;
using TelegramParser.Storage.Access;

namespace TelegramParser.Scenarios.Operator;

/// <summary>What becomes of a Secret that asks for a token of the REST API.</summary>
public abstract class TokenScenarios : ControllerScenario
{
    [Fact]
    public async Task A_labelled_Secret_gets_a_token_for_its_user_which_goes_with_it()
    {
        await ApplyAsync(Samples.User());
        await AskAsync(Asking("reader", TokenSecret.UserAnnotation, "alice"));

        var made = await SeeAsync<Secret>(Key("reader"), secret => secret.Data?.ContainsKey(TokenSecret.DataKey) == true);
        var token = Encoding.UTF8.GetString(made.Data![TokenSecret.DataKey]);
        Assert.True(ApiTokenSecret.IsWellFormed(token));
        var known = await SeeTokenAsync("reader", found => found is not null);
        Assert.Equal(ApiTokenSecret.Hash(token), known!.Hash);
        Assert.Equal((Namespace, "alice"), (known.User!.Namespace, known.User.Name));

        await Api.DeleteAsync<Secret>(Key("reader"), preconditions: null, None);
        await SeeTokenAsync("reader", found => found is null);
    }

    [Fact]
    public async Task A_Secret_that_asks_for_too_much_or_for_nobody_is_told_and_opens_nothing()
    {
        await AskAsync(Asking("everything", TokenSecret.ScopeAnnotation, "all"));
        await SeeEventAsync(Reasons.InvalidSpec, Event.Warning, "everything");
        await AskAsync(Asking("nobodys", TokenSecret.UserAnnotation, "nobody"));
        await SeeEventAsync(Reasons.UserNotFound, Event.Warning, "nobodys");
        Assert.Empty(Records.Tokens);
    }

    private Task AskAsync(Secret secret) => Api.ApplyAsync(secret, "a person", None);

    private Secret Asking(string name, string annotation, string value) => new()
    {
        Metadata = new ObjectMeta
        {
            Namespace = Namespace,
            Name = name,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [TokenSecret.Label] = "true" },
            Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [annotation] = value },
        },
    };

    private Task<SecretToken?> SeeTokenAsync(string secret, Func<SecretToken?, bool> condition) =>
        Eventually.SeeAsync(() => Task.FromResult(Records.Tokens.GetValueOrDefault(Key(secret).ToString())), condition);
}
