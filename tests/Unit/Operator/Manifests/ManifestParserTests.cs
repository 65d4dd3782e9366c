using System.Text;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Standalone.Manifests;

namespace TelegramParser.UnitTests.Operator.Manifests;

public sealed class ManifestParserTests
{
    [Fact]
    public void Several_documents_and_lists_of_yaml_and_json_are_read()
    {
        var file = Parse("""
            # a comment
            ---
            apiVersion: tgparser.io/v1alpha1
            kind: TelegramUser
            metadata: { name: alice, namespace: news }
            spec:
              login: { method: PhoneCode, phoneNumber: "+15550000001" }
              suspend: true
            ---
            {"apiVersion": "v1", "kind": "List", "items": [
              {"apiVersion": "tgparser.io/v1alpha1", "kind": "ChannelSubscription", "metadata": {"name": "a"},
               "spec": {"userRef": {"name": "alice"}, "channel": "@telegram", "backfill": {"since": "2026-01-31T00:00:00Z"}}}]}
            """);
        Assert.Empty(file.Errors);
        var user = Assert.IsType<TelegramUser>(file.Entries[0].Object);
        Assert.Equal(("news/alice", true, "+15550000001"), (user.Key.ToString(), user.Spec.Suspend, user.Spec.Login.PhoneNumber));
        var subscription = Assert.IsType<ChannelSubscription>(file.Entries[1].Object);
        Assert.Equal(("default/a", new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero)), (subscription.Key.ToString(), subscription.Spec.Backfill!.Since));
    }

    [Fact]
    public void Plain_text_and_base64_of_a_secret_become_its_data()
    {
        var file = Parse("""
            apiVersion: v1
            kind: Secret
            metadata: { name: mine }
            data: { api-id: MTIz }
            stringData: { api-hash: abc }
            """);
        var data = Assert.IsType<Secret>(Assert.Single(file.Entries).Object).Data!;
        Assert.Equal(("123", "abc"), (Encoding.UTF8.GetString(data["api-id"]), Encoding.UTF8.GetString(data["api-hash"])));
    }

    [Theory]
    [InlineData("  schedul: { interval: 15m }", 6, "spec.schedul is not a known field. Did you mean 'schedule'?")]
    [InlineData("  suspend: yes", 6, "spec.suspend must be true or false, and 'yes' is none.")]
    [InlineData("  schedule:\n    interval: 15", 7, "spec.schedule.interval must be a string, and 15 is none. Write \"15\", in quotes.")]
    [InlineData("  login: { method: qrcode }", 6, "spec.login.method cannot be 'qrcode'. Did you mean 'QrCode'?")]
    [InlineData("  login: fast", 6, "spec.login must be a mapping of fields.")]
    [InlineData("  credentialsSecretRef: {}", 6, "spec.credentialsSecretRef.name is required.")]
    [InlineData("  proxy: { type: Socks5, server: p, port: many }", 6, "spec.proxy.port must be a whole number, and 'many' is none.")]
    public void An_error_names_line_path_and_what_to_write(string field, long line, string expected)
    {
        var file = Parse($"apiVersion: tgparser.io/v1alpha1\nkind: TelegramUser\nmetadata: {{ name: alice }}\n\nspec:\n{field}\n");
        var error = Assert.Single(file.Errors);
        Assert.Equal((line, $"TelegramUser alice: {expected}"), (error.Line, error.Message));
        Assert.Null(Assert.Single(file.Entries).Object);
    }

    [Theory]
    [InlineData("kind: TelegramUsr", "kind 'TelegramUsr' is not one that standalone mode runs. Did you mean 'TelegramUser'?")]
    [InlineData("kind: Deployment", "Allowed are TelegramUser, ChannelSubscription, GroupMonitor, Secret.")]
    [InlineData("apiVersion: tgparser.io/v1alpha1", "kind is required.")]
    [InlineData("apiVersion: v2\nkind: Secret\nmetadata: { name: a }", "apiVersion of a Secret is v1.")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {}", "metadata.name is required")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: { name: A_b }", "lower case letters")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: { name: a, namespace: ../x }", "lower case letters")]
    [InlineData("just text", "must be a mapping")]
    public void A_document_that_is_no_known_object_is_told_what_it_lacks(string text, string expected)
    {
        var file = Parse(text);
        Assert.Contains(expected, Assert.Single(file.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(file.Entries);
    }

    [Fact]
    public void A_wrong_document_spares_the_others_of_its_file()
    {
        var file = Parse("""
            apiVersion: tgparser.io/v1alpha1
            kind: TelegramUser
            metadata: { name: bad }
            spec: { nonsense: 1 }
            ---
            apiVersion: tgparser.io/v1alpha1
            kind: TelegramUser
            metadata: { name: good }
            spec: {}
            """);
        Assert.Equal(["good"], file.Entries.Where(entry => entry.Object is not null).Select(entry => entry.Key.Name));
        Assert.Single(file.Errors);
    }

    [Theory]
    [InlineData("a: [", 1)]
    [InlineData("a: 1\na: 2", 2)]
    public void What_is_no_yaml_is_told_with_its_line(string text, long line)
    {
        var file = Parse(text);
        Assert.False(file.IsReadable);
        Assert.InRange(Assert.Single(file.Errors).Line, line, line + 1);
    }

    private static ManifestFile Parse(string text) => ManifestParser.Parse("a.yaml", text);
}
