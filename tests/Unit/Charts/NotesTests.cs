using TelegramParser.Harness.Helm;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Charts;

public sealed class NotesTests
{
    [Theory]
    [InlineData("telegram", "watch.allNamespaces=false")]
    [InlineData("accounts", "watch.namespace=accounts")]
    [InlineData("default", "watch.allNamespaces=true")]
    public async Task They_say_the_next_commands_for_this_release(string users, string setting)
    {
        var notes = await NotesAsync(setting, "keys.secretName=my-keys");
        Assert.Contains($"kubectl -n {HelmChart.Namespace} rollout status deployment/{HelmChart.FullName}\n", notes, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {HelmChart.Namespace} get secret my-keys -o jsonpath='{{.data.api-token}}'", notes, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {HelmChart.Namespace} port-forward service/{HelmChart.FullName} 8010:8010", notes, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {users} apply -f - <<EOF\n", notes, StringComparison.Ordinal);
        Assert.Contains($"http://localhost:8010/login/{users}:me", notes, StringComparison.Ordinal);
        Assert.Contains($"kubectl -n {users} get tguser,tgsub\n", notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("watch.allNamespaces=false", "kubectl delete telegramusers -n telegram --all\n")]
    [InlineData("watch.allNamespaces=true", "kubectl delete telegramusers --all-namespaces --all\n")]
    public async Task They_say_that_users_are_deleted_before_the_operator(string setting, string command)
    {
        var notes = await NotesAsync(setting);
        Assert.Contains("Before `helm uninstall`, delete the users", notes, StringComparison.Ordinal);
        Assert.Contains(command, notes, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("telegram.existingSecret=''", true)]
    [InlineData("telegram.existingSecret=app", false)]
    public async Task Their_manifest_can_be_applied_as_it_is(string setting, bool ownCredentials)
    {
        var notes = await NotesAsync(setting);
        var manifest = notes.Split("<<EOF\n")[1].Split("\nEOF\n")[0];
        var file = ManifestParser.Parse("notes.yaml", manifest);
        Assert.Empty(file.Errors);
        var user = Assert.Single(file.Entries.Select(entry => entry.Object).OfType<TelegramUser>());
        var subscription = Assert.Single(file.Entries.Select(entry => entry.Object).OfType<ChannelSubscription>());
        Assert.Null(TelegramUserValidation.Check(user));
        Assert.All(SubscriptionVerdicts.Judge([subscription]).Values, Assert.Null);
        Assert.Equal(user.Key, subscription.UserKey);
        Assert.Equal(ownCredentials, user.Spec.CredentialsSecretRef is not null);
        Assert.Equal(ownCredentials, notes.Contains("create secret generic", StringComparison.Ordinal));
    }

    private static async Task<string> NotesAsync(params string[] settings)
    {
        var result = await HelmTool.RunAsync(
            ["install", HelmChart.Release, HelmChart.Folder, "--namespace", HelmChart.Namespace, "--dry-run=client", "--values", "-"],
            ChartValues.With(settings));
        Assert.True(result.ExitCode == 0, result.Errors);
        return result.Output.Split("\nNOTES:\n")[1];
    }
}
