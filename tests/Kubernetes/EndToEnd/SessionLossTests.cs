using System.Text.Json;
using TelegramParser.Harness.Prometheus;
using TelegramParser.Harness.Time;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>The one thing that only a person can mend: Telegram has ended the session.</summary>
public sealed class SessionLossTests(ClusterFixture fixture) : InstalledTest(fixture)
{
    private const string Reason = "SessionRevoked";
    private const string Web = "https://telegram.example";

    [Fact]
    public async Task Condition_event_alert_and_page_tell_the_same_and_lead_to_the_login()
    {
        var user = await Installation.AddUserAsync("expelled", channels: 1, posts: 3);
        await user.SeeReadyAsync();
        var id = $"{Installation.Namespace}:{user.Name}";
        await using var metrics = await Installation.Cluster.ForwardAsync(Installation.Namespace, $"deployment/{Installation.Name}", 9090);
        await using var prometheus = await PrometheusServer.StartAsync(
            $"""
            - job_name: {AlertRules.Job}
              static_configs: [{"{"}targets: ["{metrics.Url.Authority}"]{"}"}]
            """,
            await AlertRules.RenderAsync($"web: {"{"}publicUrl: '{Web}'{"}"}", $"alerts: {"{"}configMap: true, rules: {"{"}SessionInvalid: {"{"}for: 1s{"}}}"}"));

        await Installation.Telegram.RevokeAsync(user.Phone);

        var lost = await Installation.SeeAsync("tguser", user.Name, seen => Conditions.Find(seen, "Ready") is ("False", Reason));
        Assert.Equal(("False", Reason), Conditions.Find(lost, "Authorized"));
        var told = Conditions.MessageOf(lost, "Authorized");
        Assert.Contains($"/login/{id}", told, StringComparison.Ordinal);
        Assert.Equal(told, Conditions.MessageOf(lost, "Ready"));
        await Eventually.SeeAsync(EventsAsync, events => events.Contains((Reason, told)), EndToEnd.Installation.Patience);
        var alert = Assert.Single(await Eventually.SeeAsync(
            async () => (await prometheus.FiringAsync()).Where(alert => (string?)alert["labels"]!["alertname"] == "SessionInvalid").ToList(),
            firing => firing.Count > 0, EndToEnd.Installation.Patience));
        Assert.Equal((id, Reason), ((string?)alert["labels"]!["user"], (string?)alert["labels"]!["reason"]));
        Assert.Contains($"{Web}/login/{id}", (string?)alert["annotations"]!["description"], StringComparison.Ordinal);
        var page = await Installation.Rest.PageAsync($"/login/{id}");
        Assert.Contains("Telegram ended the session", page, StringComparison.Ordinal);
        Assert.Contains($"/login/{id}/qr", page, StringComparison.Ordinal);

        await user.LogInAgainAsync();
        await user.SeeReadyAsync();
        await Eventually.SeeAsync(
            prometheus.FiringAsync, firing => firing.All(other => (string?)other["labels"]!["alertname"] != "SessionInvalid"), EndToEnd.Installation.Patience);

        async Task<IReadOnlyList<(string, string)>> EventsAsync()
        {
            var json = await Installation.KubectlAsync(
                "get", "events", "--field-selector", $"involvedObject.kind=TelegramUser,involvedObject.name={user.Name}", "-o", "json");
            using var list = JsonDocument.Parse(json);
            return [.. list.RootElement.GetProperty("items").EnumerateArray().Select(e => (e.GetProperty("reason").GetString()!, e.GetProperty("message").GetString()!))];
        }
    }
}
