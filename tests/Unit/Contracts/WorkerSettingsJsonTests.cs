using System.Text.Json;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Workers;

namespace TelegramParser.UnitTests.Contracts;

public sealed class WorkerSettingsJsonTests
{
    private static readonly WorkerSettings Settings = new()
    {
        Installation = "default",
        Namespace = "news",
        Name = "alice",
        Login = new LoginSpec { Method = LoginMethod.PhoneCode, PhoneNumber = "+15550000001" },
        Schedule = new ScheduleSpec { Interval = "1m" },
        Proxy = new ProxySettings(ProxyType.Mtproto, "proxy.example", 443),
        Subscriptions = [new SubscriptionSettings { Name = "a", Channel = "@a_channel", Backfill = new BackfillSpec { Limit = 5 } }],
    };

    [Fact]
    public void What_is_written_is_read_back()
    {
        var text = WorkerSettingsJson.Serialize(Settings);
        Assert.Equal(text, WorkerSettingsJson.Serialize(WorkerSettingsJson.Deserialize(text)));
        Assert.Contains("\"method\": \"PhoneCode\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_workers_of_the_version_before_do_not_know_is_written_only_when_it_is_asked_for()
    {
        Assert.DoesNotContain("retention", WorkerSettingsJson.Serialize(Settings), StringComparison.Ordinal);
        var read = WorkerSettingsJson.Deserialize(WorkerSettingsJson.Serialize(Settings with { Retention = new RetentionSpec { Days = 30 } }));
        Assert.Equal(30, read.Retention?.Days);
    }

    [Fact]
    public void The_hash_changes_with_any_setting()
    {
        var hash = WorkerSettingsJson.Hash(Settings);
        Assert.Equal(64, hash.Length);
        Assert.Equal(hash, WorkerSettingsJson.Hash(Settings with { }));
        Assert.NotEqual(hash, WorkerSettingsJson.Hash(Settings with { Suspend = true }));
        Assert.NotEqual(hash, WorkerSettingsJson.Hash(Settings with { Subscriptions = [] }));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"installation":"i","namespace":"n","name":"a","subscription":[]}""")]
    [InlineData("""{"installation":"i","namespace":"n","name":"a","login":{"method":"Fax"}}""")]
    public void A_file_that_is_not_a_workers_settings_is_refused(string json) =>
        Assert.Throws<JsonException>(() => WorkerSettingsJson.Deserialize(json));
}
