using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.InMemory;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.UnitTests.Kubernetes;

public sealed class InMemoryApiTests
{
    private const string Manager = "tests";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly InMemoryApi _api;

    public InMemoryApiTests() => _api = new InMemoryApi(_time);

    [Fact]
    public async Task A_field_that_two_managers_apply_stays_until_both_drop_it()
    {
        await _api.ApplyAsync(Objects.ConfigMap("a", ("shared", "1"), ("x", "1")), Manager, None);
        await _api.ApplyAsync(Objects.ConfigMap("a", ("shared", "1")), "others", None);
        Assert.Contains("shared", (await _api.ApplyAsync(Objects.ConfigMap("a", ("x", "1")), Manager, None)).Data!);
        Assert.DoesNotContain("shared", (await _api.ApplyAsync(Objects.ConfigMap("a"), "others", None)).Data!);
    }

    [Fact]
    public async Task A_field_that_another_manager_changed_is_no_longer_the_first_ones()
    {
        await _api.ApplyAsync(Objects.ConfigMap("a", ("key", "1"), ("x", "1")), Manager, None);
        await _api.ApplyAsync(Objects.ConfigMap("a", ("key", "2")), "others", None);
        var applied = await _api.ApplyAsync(Objects.ConfigMap("a", ("x", "1")), Manager, None);
        Assert.Equal("2", applied.Data!["key"]);
    }

    [Fact]
    public async Task What_a_create_gave_is_not_removed_by_an_apply_without_it()
    {
        await _api.CreateAsync(Objects.ConfigMap("a", ("made", "once")), None);
        var applied = await _api.ApplyAsync(Objects.ConfigMap("a", ("more", "1")), Manager, None);
        Assert.Equal("once", applied.Data!["made"]);
    }

    [Fact]
    public async Task Only_a_change_of_the_spec_counts_as_a_generation()
    {
        var created = await _api.ApplyAsync(Objects.StatefulSet("a"), Manager, None);
        Assert.Equal(1, created.Metadata.Generation);
        var labelled = await _api.ApplyAsync(Objects.StatefulSet("a", label: "x"), Manager, None);
        Assert.Equal(1, labelled.Metadata.Generation);
        var reported = await _api.UpdateStatusAsync(labelled with { Status = new StatefulSetStatus { Replicas = 1 } }, None);
        Assert.Equal(1, reported.Metadata.Generation);
        var scaled = await _api.ApplyAsync(Objects.StatefulSet("a", replicas: 0, label: "x"), Manager, None);
        Assert.Equal(2, scaled.Metadata.Generation);
    }

    [Fact]
    public async Task An_object_of_an_owner_that_does_not_exist_is_collected()
    {
        var owner = await _api.CreateAsync(Objects.ConfigMap("owner"), None);
        await _api.DeleteAsync<ConfigMap>(owner.Key, preconditions: null, None);
        await _api.CreateAsync(Objects.Owned("late", owner), None);
        Assert.Empty(await NamesAsync(new Selection()));
    }

    [Fact]
    public async Task With_a_finalizer_an_object_and_what_it_owns_stay_until_it_is_removed()
    {
        var held = Objects.ConfigMap("held") with { Metadata = new ObjectMeta { Namespace = "ns", Name = "held", Finalizers = ["undo"] } };
        var owner = await _api.ApplyAsync(held, Manager, None);
        await _api.CreateAsync(Objects.Owned("child", owner), None);
        _time.Advance(TimeSpan.FromMinutes(1));
        await _api.DeleteAsync<ConfigMap>(owner.Key, preconditions: null, None);
        await _api.DeleteAsync<ConfigMap>(owner.Key, preconditions: null, None);
        Assert.Equal(_time.GetUtcNow(), (await _api.GetAsync<ConfigMap>(owner.Key, None)).Metadata.DeletionTimestamp);
        Assert.Equal(["child", "held"], await NamesAsync(new Selection()));

        await _api.ApplyAsync(Objects.ConfigMap("held"), Manager, None);
        Assert.Empty(await NamesAsync(new Selection()));
    }

    private async Task<string[]> NamesAsync(Selection selection)
    {
        var list = await _api.ListAsync<ConfigMap>(selection, None);
        return [.. list.Items.Select(item => item.Metadata.Name).Order(StringComparer.Ordinal)];
    }
}
