using System.Text;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Notifying;

namespace TelegramParser.UnitTests.Operator;

public sealed class WebhookCredentialsTests
{
    private static readonly NotifySpec WithUrl = new() { Webhook = new WebhookSpec { Url = "https://a.example/", SecretRef = new LocalSecretReference { Name = "hook" } } };
    private static readonly NotifySpec WithoutUrl = new() { Webhook = new WebhookSpec { SecretRef = new LocalSecretReference { Name = "hook" } } };

    [Theory]
    [InlineData(null, null, "Secret 'hook' of spec.notify.webhook does not exist. Create it with signing-key and url.")]
    [InlineData("", "https://a.example/", "Secret 'hook' of spec.notify.webhook has no key 'signing-key'.")]
    [InlineData("whsec_s3cret!", "https://a.example/", "'signing-key' of Secret 'hook' cannot be used: what follows whsec_ is not base64.")]
    [InlineData("key", "", "Secret 'hook' has no key 'url', and spec.notify.webhook has none either.")]
    [InlineData("key", "ftp://s3cret", "'url' of Secret 'hook' is not a web address.")]
    public void What_is_missing_is_told_without_what_is_there(string? key, string? url, string problem)
    {
        var told = WebhookCredentials.Check(WithoutUrl, key is null ? null : Secret(key, url!));

        Assert.Equal(Reasons.NotifySecretMissing, told!.Reason);
        Assert.StartsWith(problem, told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_missing_that_was_not_asked_for()
    {
        Assert.Null(WebhookCredentials.Check(notify: null, secret: null));
        Assert.Null(WebhookCredentials.Check(new NotifySpec { SavedMessages = true }, secret: null));
        Assert.Null(WebhookCredentials.Check(WithUrl, Secret("key", "")));
        Assert.Null(WebhookCredentials.Check(WithoutUrl, Secret("new\nold\n", "https://a.example/\n")));
    }

    [Fact]
    public void The_worker_gets_a_file_for_each_key_of_each_secret()
    {
        var files = WebhookCredentials.Collect([WithUrl, WithoutUrl, null], name => name == "hook" ? Secret("key\n", "https://a.example/\n") : null);

        var prefix = WebhookSecrets.Prefix("hook");
        Assert.Equal(
            [($"{prefix}-signing-key", "key"), ($"{prefix}-url", "https://a.example/")],
            files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, file.Value)));
        Assert.Matches("^[-._a-zA-Z0-9]{1,253}$", $"{WebhookSecrets.Prefix(new string('a', 253))}-signing-key");
    }

    private static Secret Secret(string key, string url) => new()
    {
        Metadata = new ObjectMeta { Name = "hook", Namespace = "default" },
        Data = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["signing-key"] = Encoding.UTF8.GetBytes(key), ["url"] = Encoding.UTF8.GetBytes(url) },
    };
}
