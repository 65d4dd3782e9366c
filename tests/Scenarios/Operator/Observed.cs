using TelegramParser.Contracts.Control;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;
using TelegramParser.Storage.Sessions;
using TelegramParser.Storage.Subscriptions;

namespace TelegramParser.Scenarios.Operator;

/// <summary>What a worker may have recorded.</summary>
internal static class Observed
{
    public static UserObservation User(
        SessionState state = SessionState.Ready,
        string? reason = null,
        string? message = null,
        string? settingsHash = null,
        string name = "alice",
        params SubscriptionOverview[] subscriptions) => new(
            new UserOverview
            {
                User = new UserRow(1, new UserKey("test", "default", name), 1001, "alice_reads", "Alice", Suspended: false, OrphanedAt: null, Samples.Now),
                Session = new SessionRow { State = state, Reason = reason, Message = message, SettingsHash = settingsHash, LeaseValid = true },
                Subscriptions = subscriptions.Length,
                PostsTotal = subscriptions.Sum(subscription => subscription.Progress?.PostsTotal ?? 0),
                LastSuccessAt = subscriptions.Max(subscription => subscription.Subscription.LastSuccessAt),
            },
            subscriptions,
            Monitors: []);

    public static UserObservation With(this UserObservation observation, params FloodWaitRow[] waits) =>
        observation with { Overview = observation.Overview with { FloodWaits = waits } };

    public static SubscriptionOverview Parsed(string name, string channel = "@telegram", long posts = 10) => new(
        new SubscriptionRow { Id = 1, Name = name, Channel = channel, ChatId = -1001, Active = true, LastSuccessAt = Samples.Now, NextRunAt = Samples.Now.AddMinutes(15) },
        new ChannelRow(-1001, "Telegram News", "telegram", "channel", MemberCount: null),
        new UserChannelRow { ChatId = -1001, Cursor = 42, PostsTotal = posts });

    public static SubscriptionOverview Failed(string name, string reason, string message, bool resolved = false) => new(
        new SubscriptionRow { Id = 1, Name = name, Channel = "@telegram", Active = true, Reason = reason, Message = message, Failures = 1 },
        resolved ? new ChannelRow(-1001, "Telegram News", "telegram", "channel", MemberCount: null) : null,
        Progress: null);

    public static MonitorOverview Watched(string name, string group = "@harbour_talk") => new()
    {
        Name = name, GroupName = group, Group = new ChannelRow(-1002, "Harbour talk", "harbour_talk", "supergroup", MemberCount: 3),
        ExaminedAt = Samples.Now, MentionsTotal = 7, LastMentionAt = Samples.Now.AddHours(-1),
    };

    public static SubscriptionOverview New(string name) => new(
        new SubscriptionRow { Id = 1, Name = name, Channel = "@telegram", Active = true }, Channel: null, Progress: null);
}
