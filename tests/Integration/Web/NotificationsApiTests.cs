using System.Net;
using TelegramParser.Harness.Web;
using TelegramParser.IntegrationTests.Storage;

namespace TelegramParser.IntegrationTests.Web;

[Collection(PostgresCollection.Name)]
public sealed class NotificationsApiTests(PostgresFixture postgres)
{
    [Fact]
    public async Task What_was_given_up_is_listed_and_tried_again()
    {
        await using var web = await WebInstallation.StartAsync(postgres.Cluster);
        var (alice, bob) = (await web.AddUserAsync("alice"), await web.AddUserAsync("bob"));
        await web.Database.ExecuteAsync(
            $"""
            INSERT INTO notifications (user_id, source_kind, source_name, target, event, event_key, payload, state, attempts, due_at, last_error, ended_at)
            SELECT user_id, 'ChannelSubscription', 'news', 'webhook', 'posts.added', state || number, '"secret"', state, 3,
                   CASE state WHEN 'queued' THEN now() + interval '1 hour' END, 'The receiver answered 500.', CASE WHEN state <> 'queued' THEN now() END
            FROM unnest(ARRAY[{alice.Id}, {bob.Id}]) AS user_id, unnest(ARRAY['queued', 'delivered', 'dead']) AS state, generate_series(1, 2) AS number
            """);

        var dead = await web.Http.JsonAsync("/users/default:alice/notifications?state=dead&limit=1");
        var item = Assert.Single(dead["notifications"]!.AsArray())!;
        Assert.Equal(
            ("ChannelSubscription", "news", "webhook", "posts.added", "dead", 3, "The receiver answered 500."),
            ((string?)item["source_kind"], (string?)item["source_name"], (string?)item["target"], (string?)item["event"], (string?)item["state"],
                (int)item["attempts"]!, (string?)item["last_error"]));
        Assert.DoesNotContain("secret", dead.ToJsonString(), StringComparison.Ordinal);
        var next = await web.Http.JsonAsync($"/users/default:alice/notifications?state=dead&limit=1&before={dead["next_before"]}");
        Assert.True((long)next["notifications"]![0]!["id"]! < (long)item["id"]!);
        Assert.Null(next["next_before"]);
        Assert.Equal(6, (await web.Http.JsonAsync("/users/default:alice/notifications"))["notifications"]!.AsArray().Count);

        var one = await web.Http.CommandAsync($"/users/default:alice/notifications/{item["id"]}/retry");
        Assert.Equal($$"""{"user_id":{{alice.Id}},"retried":1,"worker_told":false}""", one.ToJsonString());
        Assert.Equal(4, (int)(await web.Http.CommandAsync("/users/default:alice/notifications/retry"))["retried"]!);
        Assert.Equal(
            "delivered 2, queued 4",
            await web.Database.ScalarAsync<string>(
                $"SELECT string_agg(state || ' ' || count, ', ' ORDER BY state) FROM (SELECT state, count(*) FROM notifications WHERE user_id = {alice.Id} AND (due_at <= now() AND attempts = 0 OR due_at IS NULL) GROUP BY state) AS states"));
        Assert.Equal(2, await web.Database.ScalarAsync<long>($"SELECT count(*) FROM notifications WHERE user_id = {bob.Id} AND state = 'dead'"));

        await web.Http.RefusedAsync($"/users/default:bob/notifications/{item["id"]}/retry", HttpStatusCode.NotFound, "notification_not_found");
        await web.Http.ProblemAsync("/users/default:alice/notifications?state=lost", HttpStatusCode.BadRequest, "invalid_parameter");
    }
}
