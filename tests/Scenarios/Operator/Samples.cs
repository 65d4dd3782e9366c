using System.Text;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Scenarios.Operator;

/// <summary>Valid resources of namespace <c>default</c>, to vary with <c>with</c>.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static OperatorOptions Options { get; } = new()
    {
        Installation = "test",
        ControlKey = new byte[ControlCredentials.KeyLength],
        WorkerDatabase = "Host=db;Password=dbsecret",
        DefaultCredentials = new TelegramCredentials("12345", "0123456789abcdef0123456789abcdef"),
    };

    public static TelegramUser User(string name = "alice", TelegramUserSpec? spec = null) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = name, Uid = $"uid-of-{name}", Generation = 1 },
        Spec = spec ?? new TelegramUserSpec(),
    };

    public static ChannelSubscription Subscription(string name, string channel = "@telegram", string user = "alice") => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = name, Uid = $"uid-of-{name}", Generation = 1, CreationTimestamp = Now },
        Spec = new ChannelSubscriptionSpec { UserRef = new UserReference { Name = user }, Channel = channel },
    };

    public static GroupMonitor Monitor(string name, string group = "@harbour_talk", string user = "alice") => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = name, Uid = $"uid-of-{name}", Generation = 1, CreationTimestamp = Now },
        Spec = new GroupMonitorSpec { UserRef = new UserReference { Name = user }, Group = group },
    };

    public static Secret Secret(string name, params (string Key, string Value)[] data) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = name },
        Data = data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetBytes(entry.Value), StringComparer.Ordinal),
    };
}
