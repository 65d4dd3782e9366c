using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Observation;
using TelegramParser.Operator.Resources;

namespace TelegramParser.UnitTests.Operator;

public sealed class SubscriptionStatusTests
{
    private static readonly WorkerSettings Settings = new()
    {
        Installation = "test",
        Namespace = "default",
        Name = "alice",
        Subscriptions = [new SubscriptionSettings { Name = "a", Channel = "@telegram" }],
    };

    [Fact]
    public void A_channel_that_is_parsed_is_ready()
    {
        var status = Compute(Facts());
        Assert.Equal("Ready=True/Ready Resolved=True/ChannelResolved Synced=True/SettingsLoaded", Summary(status));
        Assert.Equal(
            ("alice", -1001L, "Telegram News", 42L, 10L, Samples.Now, null),
            (status.User, status.ChannelId, status.Title, status.LastMessageId, status.PostsTotal, status.LastParseTime, status.LastError));
    }

    [Fact]
    public void A_channel_whose_pages_are_read_otherwise_than_asked_is_ready_and_says_so()
    {
        var status = Compute(Facts() with
        {
            Shortfall = EnrichmentShortfall.Of(new WorkerEnrichment(), new EnrichmentSpec { Provider = PageProvider.Crawl4AI }),
        });
        Assert.Equal("True/Ready", Finding(status, ConditionTypes.Ready));
        Assert.Contains("no Crawl4AI server", ConditionList.Find(status.Conditions, ConditionTypes.Ready)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_asked_for_and_is_not_done_falls_short()
    {
        var without = new WorkerEnrichment();
        var with = new WorkerEnrichment { Crawl4AiUrl = new Uri("http://crawl4ai:11235") };
        var off = new WorkerEnrichment { Enabled = false };
        var crawl4Ai = new EnrichmentSpec { Provider = PageProvider.Crawl4AI };
        Assert.Null(EnrichmentShortfall.Of(without, null));
        Assert.Null(EnrichmentShortfall.Of(off, null));
        Assert.Null(EnrichmentShortfall.Of(without, new EnrichmentSpec()));
        Assert.Null(EnrichmentShortfall.Of(with, crawl4Ai));
        Assert.Null(EnrichmentShortfall.Of(off, crawl4Ai with { Enabled = false }));
        Assert.Contains("is off in this installation", EnrichmentShortfall.Of(off, new EnrichmentSpec()), StringComparison.Ordinal);
    }

    [Fact]
    public void Until_the_worker_has_loaded_it_a_subscription_is_pending()
    {
        Assert.Equal("False/SettingsPending", Finding(Compute(Facts() with { LoadedHash = "older" }), ConditionTypes.Ready));
        Assert.Equal("False/SettingsPending", Finding(Compute(Facts() with { Settings = Settings with { Subscriptions = [] } }), ConditionTypes.Synced));
    }

    [Fact]
    public void Once_loaded_it_stays_synced_while_others_change_and_not_when_it_changes_itself()
    {
        var loaded = Samples.Subscription("a") with { Status = Compute(Facts()) };
        var others = Facts() with { Subscription = loaded, LoadedHash = "older" };
        Assert.Equal("True/SettingsLoaded", Finding(Compute(others), ConditionTypes.Synced));
        var changed = loaded with { Metadata = loaded.Metadata with { Generation = 2 } };
        Assert.Equal("False/SettingsPending", Finding(Compute(others with { Subscription = changed }), ConditionTypes.Synced));
    }

    [Fact]
    public void A_user_that_does_not_exist_is_named()
    {
        var status = Compute(Facts() with { User = null, Observation = null });
        Assert.Equal("False/UserNotFound", Finding(status, ConditionTypes.Ready));
        Assert.Contains("'alice'", ConditionList.Find(status.Conditions, ConditionTypes.Ready)!.Message, StringComparison.Ordinal);
        Assert.Null(status.User);
    }

    [Fact]
    public void A_user_that_is_not_ready_is_told_with_its_own_message()
    {
        var status = Compute(Facts() with { User = User(authorized: ConditionStatus.False) });
        Assert.Equal("False/UserNotReady", Finding(status, ConditionTypes.Ready));
        Assert.Contains("as told by the user", ConditionList.Find(status.Conditions, ConditionTypes.Ready)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Reasons.ChannelNotFound, "False/ChannelNotFound")]
    [InlineData(Reasons.ChannelPrivate, "False/ChannelPrivate")]
    [InlineData(Reasons.ChannelBanned, "False/ChannelBanned")]
    [InlineData(Reasons.UsernameTaken, "False/UsernameTaken")]
    [InlineData(Reasons.InviteExpired, "False/InviteExpired")]
    [InlineData(Reasons.JoinRequestPending, "False/JoinRequestPending")]
    [InlineData(Reasons.TooManyChannels, "False/TooManyChannels")]
    [InlineData(Reasons.DuplicateSubscription, "False/DuplicateSubscription")]
    public void A_channel_that_cannot_be_read_is_not_resolved(string reason, string expected)
    {
        var status = Compute(Facts() with { Observation = Observed.Failed("a", reason, "No such channel.") });
        Assert.Equal(expected, Finding(status, ConditionTypes.Resolved));
        Assert.Equal(expected, Finding(status, ConditionTypes.Ready));
        Assert.Equal("No such channel.", status.LastError);
    }

    [Fact]
    public void A_renamed_channel_is_resolved_and_says_so()
    {
        var parsed = Observed.Parsed("a");
        var renamed = parsed with { Subscription = parsed.Subscription with { Reason = Reasons.ChannelRenamed, Message = "It is now @other." } };
        var status = Compute(Facts() with { Observation = renamed });
        Assert.Equal("Ready=True/Ready Resolved=True/ChannelRenamed Synced=True/SettingsLoaded", Summary(status));
        Assert.Equal("It is now @other.", ConditionList.Find(status.Conditions, ConditionTypes.Resolved)!.Message);
        Assert.Null(status.LastError);
    }

    [Fact]
    public void A_failed_parse_of_a_known_channel_is_a_failed_parse()
    {
        var status = Compute(Facts() with { Observation = Observed.Failed("a", Reasons.FloodWait, "Wait.", resolved: true) });
        Assert.Equal("Ready=False/FloodWait Resolved=True/ChannelResolved Synced=True/SettingsLoaded", Summary(status));
    }

    [Fact]
    public void Before_the_first_parse_it_is_awaited()
    {
        var status = Compute(Facts() with { Observation = Observed.New("a") });
        Assert.Equal("Ready=False/AwaitingFirstParse Resolved=Unknown/Progressing Synced=True/SettingsLoaded", Summary(status));
    }

    [Fact]
    public void A_suspended_subscription_is_as_asked()
    {
        var subscription = Samples.Subscription("a");
        var status = Compute(Facts() with { Subscription = subscription with { Spec = subscription.Spec with { Suspend = true } } });
        Assert.Equal("True/Suspended", Finding(status, ConditionTypes.Ready));
    }

    [Fact]
    public void A_bad_spec_goes_before_everything_and_what_was_read_stays()
    {
        var status = Compute(Facts() with { Problem = new Problem(Reasons.InvalidSpec, "Bad.") });
        Assert.Equal("Ready=False/InvalidSpec Resolved=True/ChannelResolved Synced=False/InvalidSpec", Summary(status));
        Assert.Equal(10, status.PostsTotal);
    }

    [Fact]
    public void Without_the_database_conditions_are_unknown_and_counts_stay()
    {
        var before = Samples.Subscription("a") with { Status = Compute(Facts()) };
        var status = Compute(Facts() with { Subscription = before, Database = DatabaseState.Unavailable, Observation = null });
        Assert.Equal("Ready=Unknown/DatabaseUnavailable Resolved=Unknown/DatabaseUnavailable Synced=Unknown/DatabaseUnavailable", Summary(status));
        Assert.Equal((10L, "Telegram News"), (status.PostsTotal, status.Title));
    }

    private static SubscriptionFacts Facts() => new()
    {
        Subscription = Samples.Subscription("a"),
        User = User(),
        Settings = Settings,
        Database = DatabaseState.Available,
        LoadedHash = WorkerSettingsJson.Hash(Settings),
        Observation = Observed.Parsed("a"),
    };

    private static TelegramUser User(string authorized = ConditionStatus.True) => Samples.User() with
    {
        Status = new TelegramUserStatus
        {
            Conditions =
            [
                new Condition(ConditionTypes.WorkerAvailable, ConditionStatus.True, Reasons.WorkerRunning, "", Samples.Now, 1),
                new Condition(ConditionTypes.Authorized, authorized, "AnyReason", "as told by the user", Samples.Now, 1),
            ],
        },
    };

    private static ChannelSubscriptionStatus Compute(SubscriptionFacts facts) => SubscriptionStatus.Compute(facts, Samples.Now);

    private static string Finding(ChannelSubscriptionStatus status, string type) =>
        ConditionList.Find(status.Conditions, type) is { } condition ? $"{condition.Status}/{condition.Reason}" : "";

    private static string Summary(ChannelSubscriptionStatus status) =>
        string.Join(' ', status.Conditions.Select(condition => $"{condition.Type}={condition.Status}/{condition.Reason}"));
}
