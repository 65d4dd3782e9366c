using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Http;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Telemetry.Prometheus;

namespace TelegramParser.UnitTests.Kubernetes.Http;

public sealed class RefusalTests : ScriptedServerTest
{
    private static readonly ObjectKey Key = new("ns", "a");

    [Fact]
    public async Task A_refusal_keeps_the_servers_reason_details_and_causes()
    {
        Server.Answer(422, """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"ConfigMap \"a\" is invalid","reason":"Invalid","code":422,
             "details":{"name":"a","kind":"ConfigMap","causes":[{"reason":"FieldValueInvalid","message":"no","field":"data"}]}}
            """);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => Api.CreateAsync(Objects.ConfigMap("a"), None));
        Assert.Equal((422, StatusReasons.Invalid, "a"), (refusal.Status.Code, refusal.Status.Reason, refusal.Status.Details!.Name));
        Assert.Equal(new StatusCause("FieldValueInvalid", "no", "data"), Assert.Single(refusal.Status.Details.Causes!));
    }

    [Fact]
    public async Task An_answer_of_something_else_on_the_way_is_a_refusal_with_its_words()
    {
        Server.Answer(403, "<html>blocked by the proxy</html>");
        var refusal = await Assert.ThrowsAsync<ApiException>(() => Api.GetAsync<ConfigMap>(Key, None));
        Assert.Equal((403, StatusReasons.Forbidden), (refusal.Status.Code, refusal.Status.Reason));
        Assert.Contains("blocked by the proxy", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_when_it_says_and_not_before()
    {
        Server.Refuse(429, "TooManyRequests", ("Retry-After", "7"));
        Server.Answer(201, Map("a", "1"));
        var creating = Api.CreateAsync(Objects.ConfigMap("a"), None);
        await SleepsAsync();
        Time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(Server.Requests);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await creating;
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_wait_that_is_too_long_is_left_to_the_caller_who_learns_of_it()
    {
        Server.Refuse(429, "TooManyRequests", ("Retry-After", "3600"));
        var refusal = await Assert.ThrowsAsync<ApiException>(() => Api.GetAsync<ConfigMap>(Key, None));
        Assert.Equal((StatusReasons.TooManyRequests, 3600), (refusal.Status.Reason, refusal.Status.Details!.RetryAfterSeconds));
    }

    [Fact]
    public async Task A_write_that_failed_without_a_word_about_later_is_not_sent_twice()
    {
        Server.Refuse(500, "InternalError");
        Server.Refuse(503, "ServiceUnavailable");
        await Assert.ThrowsAsync<ApiException>(() => Api.CreateAsync(Objects.ConfigMap("a"), None));
        await Assert.ThrowsAsync<ApiException>(() => Api.ApplyAsync(Objects.ConfigMap("a"), "me", None));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task A_read_is_tried_again_ever_later_and_not_forever()
    {
        for (var i = 0; i < 3; i++)
            Server.Refuse(503, "ServiceUnavailable");
        var api = Client(Server.Configuration, new ClientOptions { UserAgent = "tests/1.0", MaxRetries = 2 });
        var reading = api.GetAsync<ConfigMap>(Key, None);
        await SleepsAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await AskedAsync(2);
        await SleepsAsync();
        Time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<ApiException>(() => reading);
        Assert.Equal(3, Server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_given_up_in_time()
    {
        Server.Next(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var reading = Api.GetAsync<ConfigMap>(Key, None);
        await AskedAsync(1);
        Time.Advance(TimeSpan.FromSeconds(60));
        var late = await Assert.ThrowsAsync<TimeoutException>(() => reading);
        Assert.Contains("get configmaps", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_requests_than_the_burst_wait_for_their_turn()
    {
        var api = Client(Server.Configuration, new ClientOptions { UserAgent = "tests/1.0", RequestsPerSecond = 2, Burst = 3 });
        for (var i = 0; i < 5; i++)
            Server.Answer(200, Map("a", "1"));
        var reads = Enumerable.Range(0, 5).Select(_ => api.GetAsync<ConfigMap>(Key, None)).ToList();
        await AskedAsync(3);
        Time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.Equal(3, Server.Requests.Count);
        Time.Advance(TimeSpan.FromMilliseconds(1));
        await AskedAsync(4);
        Time.Advance(TimeSpan.FromMilliseconds(500));
        await Task.WhenAll(reads);
    }

    [Fact]
    public async Task Requests_are_counted_by_verb_resource_and_code()
    {
        using var registry = new MetricRegistry("TelegramParser.Kubernetes");
        Server.Refuse(403, "Forbidden");
        Server.Answer(200, List("1", null));
        await Assert.ThrowsAsync<ApiException>(() => Api.PatchStatusAsync<PersistentVolumeClaim>(Key, new MergePatch([]), None));
        await Api.ListAsync<PersistentVolumeClaim>(new Selection(), None);
        var metrics = registry.Write();
        Assert.Contains("""rest_client_requests_total{verb="patch",resource="persistentvolumeclaims/status",code="403"} 1""", metrics, StringComparison.Ordinal);
        Assert.Contains("""rest_client_requests_total{verb="list",resource="persistentvolumeclaims",code="200"} 1""", metrics, StringComparison.Ordinal);
    }
}
