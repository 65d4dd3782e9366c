using TelegramParser.Harness.Resources;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.ChannelSubscriptions;
using TelegramParser.Operator.GroupMonitors;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Standalone.Manifests;
using TelegramParser.Operator.TelegramUsers;

namespace TelegramParser.UnitTests.Operator.CustomResources;

/// <summary>
/// The controllers refuse what the schema or a CEL rule refuses: standalone mode has no schema, old servers have no rules.
/// That servers refuse it is proved against a real one, with the same cases.
/// </summary>
public sealed class SpecCaseTests
{
    public static TheoryData<string> Cases { get; } = [.. SpecCases.All.Select(spec => spec.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_anybody_refuses_the_controllers_refuse_too(string name)
    {
        var spec = SpecCases.All.Single(spec => spec.ToString() == name);
        var read = Assert.Single(ManifestParser.Parse("sample.json", spec.Manifest()).Entries);
        var problem = read.Error ?? Check(read.Object!);
        Assert.Equal(spec.By is Refusal.None, problem is null);
        if (spec.By is Refusal.Controller)
            Assert.Contains(spec.Told, problem, StringComparison.Ordinal);
    }

    private static string? Check(KubernetesObject obj) => obj switch
    {
        TelegramUser user => TelegramUserValidation.Check(user),
        ChannelSubscription subscription => ChannelSubscriptionValidation.Check(subscription),
        GroupMonitor monitor => GroupMonitorValidation.Check(monitor),
        _ => throw new ArgumentException(obj.Kind, nameof(obj)),
    } is { } problem ? problem.Message : null;
}
