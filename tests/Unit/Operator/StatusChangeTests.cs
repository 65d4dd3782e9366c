using System.Text.Json.Nodes;
using TelegramParser.Operator.Conditions;

namespace TelegramParser.UnitTests.Operator;

public sealed class StatusChangeTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public void What_has_not_changed_is_not_written() =>
        Assert.Equal(new StatusChange(Write: false), Between("""{"posts":1,"ready":true}""", """{"posts":1,"ready":true}""", TimeSpan.FromHours(1)));

    [Fact]
    public void A_transition_is_written_at_once() =>
        Assert.Equal(new StatusChange(Write: true), Between("""{"posts":1,"ready":true}""", """{"posts":2,"ready":false}""", TimeSpan.Zero));

    [Fact]
    public void A_count_alone_waits_until_five_minutes_have_passed_since_the_last_write()
    {
        Assert.Equal(
            new StatusChange(Write: false, TimeSpan.FromMinutes(3)),
            Between("""{"posts":1,"ready":true}""", """{"posts":2,"ready":true}""", TimeSpan.FromMinutes(2)));
        Assert.Equal(new StatusChange(Write: true), Between("""{"posts":1,"ready":true}""", """{"posts":2,"ready":true}""", Interval));
    }

    [Fact]
    public void The_first_status_is_written() =>
        Assert.Equal(new StatusChange(Write: true), Between(before: null, """{"posts":1}""", since: null));

    private static StatusChange Between(string? before, string after, TimeSpan? since) => StatusChange.Between(
        before is null ? null : JsonNode.Parse(before)!.AsObject(), JsonNode.Parse(after)!.AsObject(), ["posts"], since, Interval);
}
