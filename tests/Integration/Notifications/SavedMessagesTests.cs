using TelegramParser.Contracts.Workers;
using TelegramParser.Harness.Pages;
using TelegramParser.IntegrationTests.Storage;
using TelegramParser.Worker.Telegram;
using static TelegramParser.IntegrationTests.Storage.StorageSetup;

namespace TelegramParser.IntegrationTests.Notifications;

[Collection(PostgresCollection.Name)]
public sealed class SavedMessagesTests(PostgresFixture postgres)
{
    private static readonly NotifySettings Saved = new() { SavedMessages = true };

    [Fact]
    public async Task What_comes_within_a_minute_of_a_message_is_joined_in_the_next()
    {
        await using var scene = await StartAsync();
        await scene.ApplyAsync(scene.Subscription("news") with { Notify = Saved }, scene.Subscription("other") with { Notify = Saved });
        await scene.StoreAsync("news", Post(1, "the first"));
        await scene.SeeStatesAsync("delivered 1");
        await scene.StoreAsync("news", Post(2, "the second"));
        await scene.StoreAsync("other", Post(3, "the third"));
        await scene.SeeStatesAsync("delivered 1, queued 2");
        await scene.SeeStatesAsync("delivered 3");

        Assert.InRange(scene.Saved.Taken[1].At - scene.Saved.Taken[0].At, TimeSpan.FromSeconds(59.9), TimeSpan.FromMinutes(3));
        Assert.Collection(
            scene.Saved.Taken,
            message => Assert.Contains("the first", message.Text, StringComparison.Ordinal),
            message => Assert.Matches("(?s)the second.*\n\n.*the third", message.Text));
    }

    [Fact]
    public async Task Only_who_asks_for_it_is_told_there()
    {
        await using var scene = await StartAsync();
        await scene.ApplyAsync(scene.Subscription("news") with { Notify = Saved }, scene.Subscription("hooked"), scene.Subscription("quiet") with { Notify = null });
        await scene.StoreAsync("quiet", Post(1, "for nobody"));
        await scene.StoreAsync("hooked", Post(2, "for the webhook"));
        await scene.StoreAsync("news", Post(3, "for oneself"));
        await scene.SeeStatesAsync("delivered 2");

        Assert.Contains("for oneself", Assert.Single(scene.Saved.Taken).Text, StringComparison.Ordinal);
        Assert.Equal([2], NotificationScene.MessagesOf(Assert.Single(scene.Requests)));
    }

    [Fact]
    public async Task What_is_refused_is_tried_again_for_a_day_and_then_given_up()
    {
        var tries = 0;
        await using var scene = await StartAsync();
        scene.Saved.Refuse = () =>
        {
            tries++;
            return new TelegramException(400, "PEER_FLOOD");
        };
        await scene.ApplyAsync(scene.Subscription("news") with { Notify = Saved });
        await scene.StoreAsync("news", Post(1));
        await scene.SeeAsync(() => scene.Database.ScalarAsync<bool>("SELECT count(*) > 0 FROM notifications WHERE attempts = 3"));
        Assert.Equal("queued 1", await scene.StatesAsync());

        await scene.Database.ExecuteAsync("UPDATE notifications SET first_tried_at = first_tried_at - interval '23 hours 50 minutes'");
        await scene.SeeStatesAsync("dead 1");

        Assert.Equal("400 PEER_FLOOD", await scene.ErrorAsync());
        Assert.InRange(tries, 5, 12);
    }

    [Fact]
    public async Task A_wait_that_Telegram_asks_for_is_kept_and_is_no_try()
    {
        await using var scene = await StartAsync();
        scene.Saved.Refuse = () => scene.Time.GetUtcNow() < Noon.AddMinutes(25) ? new TelegramException(429, "Too Many Requests: retry after 600") : null;
        await scene.ApplyAsync(scene.Subscription("news") with { Notify = Saved });
        await scene.StoreAsync("news", Post(1));
        await scene.SeeStatesAsync("delivered 1");

        Assert.Equal(0, await scene.Database.ScalarAsync<int>("SELECT attempts FROM notifications"));
        Assert.InRange(Assert.Single(scene.Saved.Taken).At - Noon, TimeSpan.FromMinutes(25), TimeSpan.FromMinutes(36));
    }

    private Task<NotificationScene> StartAsync() => NotificationScene.StartAsync(postgres, (_, reply) => reply.AnswerAsync("204 No Content", []));
}
