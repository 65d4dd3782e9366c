using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Operator;

public sealed class ValidationTests
{
    public static TheoryData<string, TelegramUserSpec, string> BadUsers { get; } = new()
    {
        { "two schedules", new() { Schedule = new() { Interval = "15m", Cron = "* * * * *" } }, "either 'interval' or 'cron'" },
        { "no schedule in a schedule", new() { Schedule = new() }, "needs 'interval'" },
        { "bad interval", new() { Schedule = new() { Interval = "15 minutes" } }, "is not a duration" },
        { "short interval", new() { Schedule = new() { Interval = "1s" } }, "The shortest is 10s" },
        { "bad cron", new() { Schedule = new() { Cron = "61 * * * *" } }, "spec.schedule" },
        { "bad time zone", new() { Schedule = new() { Cron = "0 * * * *", TimeZone = "Mars/Olympus" } }, "Mars/Olympus" },
        { "phone login without a number", new() { Login = new() { Method = LoginMethod.PhoneCode } }, "phoneNumber is needed" },
        { "bad number", new() { Login = new() { PhoneNumber = "0155512345" } }, "is not a phone number" },
        { "nameless Secret", new() { CredentialsSecretRef = new() { Name = "" } }, "credentialsSecretRef.name is empty" },
        { "proxy port", new() { Proxy = new() { Type = ProxyType.Socks5, Server = "p", Port = 70000 } }, "from 1 to 65535" },
        { "proxy host", new() { Proxy = new() { Type = ProxyType.Socks5, Server = " ", Port = 1 } }, "server is empty" },
        { "retention", new() { Retention = new() { Days = 36501 } }, "leave 'retention' out to keep posts for ever" },
        { "storage size", new() { Storage = new() { Size = "1 GB" } }, "spec.storage.size '1 GB' is not a size" },
        { "no storage", new() { Storage = new() { Size = "0" } }, "is not a size" },
        { "storage class", new() { Storage = new() { ClassName = "" } }, "className is empty" },
        { "quantity", Worker(new() { Limits = Amounts("memory", "much") }), "limits.memory 'much' is not a quantity" },
        { "requests over limits", Worker(new() { Requests = Amounts("memory", "1Gi"), Limits = Amounts("memory", "1000Mi") }), "more than its limit" },
        { "toleration of all", new() { Worker = new() { Tolerations = [new()] } }, "tolerations[0]: without a key" },
        { "toleration's value", new() { Worker = new() { Tolerations = [new() { Key = "a", Operator = TolerationOperator.Exists, Value = "b" }] } }, "has no value" },
        { "toleration's time", new() { Worker = new() { Tolerations = [new() { Key = "a", TolerationSeconds = 5 }] } }, "NoExecute only" },
        { "proxy secret", new() { Proxy = new() { Type = ProxyType.Mtproto, Server = "p", Port = 1 } }, "secretRef is needed" },
    };

    public static TheoryData<string, ChannelSubscriptionSpec, string> BadSubscriptions { get; } = new()
    {
        { "channel", Spec() with { Channel = "not a channel" }, "Write @name" },
        { "no user", Spec() with { UserRef = new() { Name = "" } }, "userRef.name is empty" },
        { "schedule", Spec() with { Schedule = new() { Interval = "x" } }, "is not a duration" },
        { "two backfills", Spec() with { Backfill = new() { Limit = 1, Since = Samples.Now } }, "either 'limit' or 'since'" },
        { "empty backfill", Spec() with { Backfill = new() }, "needs 'limit'" },
        { "refresh window", Spec() with { Refresh = new() { Window = "30m" } }, "Give 1h to 365d, or 0s" },
        { "refresh interval", Spec() with { Refresh = new() { Interval = "5m" } }, "The shortest is 15m" },
        { "refresh duration", Spec() with { Refresh = new() { Window = "soon" } }, "is not a duration" },
        { "too many links", Spec() with { Enrichment = new() { MaxLinksPerPost = 51 } }, "spec.enrichment.maxLinksPerPost 51 is out of range" },
        { "negative links", Spec() with { Enrichment = new() { MaxLinksPerPost = -1 } }, "Give 0 for none, up to 50" },
        { "no retention", Spec() with { Retention = new() { Days = 0 } }, "spec.retention.days 0 is out of range. Give 1 to 36500" },
        { "negative backfill", Spec() with { Backfill = new() { Limit = -1 } }, "is negative" },
    };

    [Theory]
    [MemberData(nameof(BadUsers))]
    public void A_bad_user_is_told_what_to_do(string what, TelegramUserSpec spec, string expected)
    {
        var problem = TelegramUserValidation.Check(Samples.User(spec: spec));
        Assert.True(problem is { Reason: Reasons.InvalidSpec }, what);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BadSubscriptions))]
    public void A_bad_subscription_is_told_what_to_do(string what, ChannelSubscriptionSpec spec, string expected)
    {
        var problem = ChannelSubscriptionValidation.Check(Samples.Subscription("a") with { Spec = spec });
        Assert.True(problem is { Reason: Reasons.InvalidSpec }, what);
        Assert.Contains(expected, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var problem = TelegramUserValidation.Check(Samples.User(spec: new()
        {
            Login = new() { Method = LoginMethod.PhoneCode },
            Schedule = new() { Interval = "x" },
        }));
        Assert.Contains("phoneNumber", problem!.Message, StringComparison.Ordinal);
        Assert.Contains("interval", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_phone_number_is_never_repeated()
    {
        var problem = TelegramUserValidation.Check(Samples.User(spec: new() { Login = new() { PhoneNumber = "004915712345678" } }));
        Assert.DoesNotContain("15712345678", problem!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice", true)]
    [InlineData("a", true)]
    [InlineData("alice.two", false)]
    [InlineData("-alice", false)]
    [InlineData("a23456789012345678901234567890123456789012345", true)]
    [InlineData("a234567890123456789012345678901234567890123456", false)]
    public void A_name_fits_into_the_names_of_pods_and_labels(string name, bool fits) =>
        Assert.Equal(fits, TelegramUserValidation.Check(Samples.User(name)) is null);

    [Fact]
    public void What_is_right_passes()
    {
        Assert.Null(TelegramUserValidation.Check(Samples.User(spec: new()
        {
            Login = new() { Method = LoginMethod.PhoneCode, PhoneNumber = "+15550000001" },
            Schedule = new() { Cron = "*/5 9-17 * * 1-5", TimeZone = "Europe/Berlin" },
            Proxy = new() { Type = ProxyType.Mtproto, Server = "proxy.example", Port = 443, SecretRef = new() { Name = "proxy" } },
        })));
        Assert.Null(ChannelSubscriptionValidation.Check(Samples.Subscription("a") with
        {
            Spec = Spec() with { Backfill = new() { Limit = 0 }, Refresh = new() { Window = "0s" }, Schedule = new() { Interval = "1h30m" } },
        }));
    }

    [Fact]
    public void The_user_of_a_subscription_cannot_change()
    {
        var moved = Samples.Subscription("a", user: "bob") with { Status = new() { User = "alice" } };
        Assert.Contains("cannot change from 'alice' to 'bob'", ChannelSubscriptionValidation.Check(moved)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@Telegram", "https://t.me/telegram")]
    [InlineData("-1001234567890", "https://t.me/c/1234567890")]
    public void Of_two_names_of_one_channel_the_older_subscription_counts(string first, string second)
    {
        var younger = Samples.Subscription("a", first);
        var older = Samples.Subscription("b", second);
        older = older with { Metadata = older.Metadata with { CreationTimestamp = Samples.Now.AddDays(-1) } };
        var verdicts = SubscriptionVerdicts.Judge([younger, older]);
        Assert.Null(verdicts["b"]);
        Assert.Equal(Reasons.DuplicateSubscription, verdicts["a"]!.Reason);
        Assert.Contains("'b'", verdicts["a"]!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_cannot_be_read_is_told_with_its_error()
    {
        var user = Samples.User();
        user = user with
        {
            Metadata = user.Metadata with
            {
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal) { [Annotations.ManifestError] = "a.yaml:3: is wrong." },
            },
        };
        Assert.Contains("a.yaml:3: is wrong.", TelegramUserValidation.Check(user)!.Message, StringComparison.Ordinal);
    }

    private static ChannelSubscriptionSpec Spec() => new() { UserRef = new() { Name = "alice" }, Channel = "@telegram" };

    private static TelegramUserSpec Worker(WorkerResources resources) => new() { Worker = new() { Resources = resources } };

    private static Dictionary<string, string> Amounts(string name, string amount) => new(StringComparer.Ordinal) { [name] = amount };
}
