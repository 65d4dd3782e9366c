using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.KubernetesTests.CustomResources;

/// <summary>What a person sees with kubectl.</summary>
public abstract class KubectlTests(CustomResourcesServer server)
{
    private static readonly DateTimeOffset AnHourAgo = DateTimeOffset.UtcNow.AddHours(-1);

    [Fact]
    public async Task Explain_explains()
    {
        var said = await server.Cluster.KubectlAsync("explain", "tgsub.spec.schedule");
        Assert.Contains("exactly one of", said, StringComparison.Ordinal);
        Assert.Contains("timeZone", said, StringComparison.Ordinal);
        Assert.Contains("Five-field cron expression", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_columns_show_what_an_operator_looks_for()
    {
        using var api = server.Cluster.Connect();
        var user = await api.CreateAsync(
            new TelegramUser { Metadata = Metadata("alice"), Spec = new TelegramUserSpec() }, CancellationToken.None);
        await api.UpdateStatusAsync(
            user with
            {
                Status = new TelegramUserStatus
                {
                    Conditions = [Ready(ConditionStatus.True, Reasons.Ready)],
                    Username = "alice_reads",
                    Subscriptions = 3,
                    PostsTotal = 1234,
                    LastParseTime = AnHourAgo,
                },
            },
            CancellationToken.None);
        var subscription = await api.CreateAsync(
            new ChannelSubscription
            {
                Metadata = Metadata("durov"),
                Spec = new ChannelSubscriptionSpec { UserRef = new UserReference { Name = "alice" }, Channel = "@durov" },
            },
            CancellationToken.None);
        await api.UpdateStatusAsync(
            subscription with
            {
                Status = new ChannelSubscriptionStatus
                {
                    Conditions = [Ready(ConditionStatus.False, Reasons.ChannelPrivate)],
                    PostsTotal = 56,
                    LastParseTime = AnHourAgo,
                },
            },
            CancellationToken.None);
        var monitor = await api.CreateAsync(
            new GroupMonitor
            {
                Metadata = Metadata("talk"),
                Spec = new GroupMonitorSpec { UserRef = new UserReference { Name = "alice" }, Group = "@harbour_talk" },
            },
            CancellationToken.None);
        await api.UpdateStatusAsync(
            monitor with
            {
                Status = new GroupMonitorStatus
                {
                    Conditions = [Ready(ConditionStatus.True, Reasons.Ready)], MentionsTotal = 7, LastMentionTime = AnHourAgo,
                },
            },
            CancellationToken.None);

        var users = await GetAsync("tguser");
        Assert.Equal(["NAME", "READY", "REASON", "ACCOUNT", "SUBSCRIPTIONS", "POSTS", "LAST", "PARSE", "AGE"], users[0]);
        Assert.Equal(["alice", "True", "Ready", "alice_reads", "3", "1234"], users[1][..6]);
        Assert.Matches("^6[0-9]m$", users[1][6]);
        var subscriptions = await GetAsync("tgsub");
        Assert.Equal(["NAME", "READY", "REASON", "USER", "CHANNEL", "POSTS", "LAST", "PARSE", "AGE"], subscriptions[0]);
        Assert.Equal(["durov", "False", "ChannelPrivate", "alice", "@durov", "56"], subscriptions[1][..6]);
        Assert.Matches("^6[0-9]m$", subscriptions[1][6]);

        var monitors = await GetAsync("tgmon");
        Assert.Equal(["NAME", "READY", "REASON", "USER", "GROUP", "MENTIONS", "LAST", "MENTION", "AGE"], monitors[0]);
        Assert.Equal(["talk", "True", "Ready", "alice", "@harbour_talk", "7"], monitors[1][..6]);
        Assert.Matches("^6[0-9]m$", monitors[1][6]);

        var wide = await server.Cluster.KubectlAsync("get", "tgsub", "--namespace", server.Namespace, "--output", "wide");
        Assert.Contains("What is so.", wide, StringComparison.Ordinal);
        var all = await server.Cluster.KubectlAsync("get", "telegram", "--namespace", server.Namespace, "--output", "name");
        Assert.Equal(["channelsubscription.tgparser.io/durov", "groupmonitor.tgparser.io/talk", "telegramuser.tgparser.io/alice"], all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private ObjectMeta Metadata(string name) => new() { Namespace = server.Namespace, Name = name };

    private static Condition Ready(string status, string reason) =>
        new(ConditionTypes.Ready, status, reason, "What is so.", AnHourAgo, ObservedGeneration: 1);

    // The words of each line.
    private async Task<string[][]> GetAsync(string kind) =>
    [
        .. (await server.Cluster.KubectlAsync("get", kind, "--namespace", server.Namespace))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    ];
}
