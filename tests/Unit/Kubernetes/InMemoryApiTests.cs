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
    public async Task A_new_object_gets_uid_version_and_creation_time_from_the_server()
    {
        var given = Objects.ConfigMap("a") with { Metadata = new ObjectMeta { Namespace = "ns", Name = "a", Uid = "mine", ResourceVersion = "7" } };
        var created = await _api.CreateAsync(given, None);
        Assert.NotEqual("mine", created.Metadata.Uid);
        Assert.Equal("1", created.Metadata.ResourceVersion);
        Assert.Equal(_time.GetUtcNow(), created.Metadata.CreationTimestamp);
        Assert.Equal(created.Metadata.Uid, (await _api.GetAsync<ConfigMap>(created.Key, None)).Metadata.Uid);
    }

    [Fact]
    public async Task A_taken_name_an_absent_object_and_a_missing_name_are_told_apart()
    {
        await _api.CreateAsync(Objects.ConfigMap("a"), None);
        await AssertRefused(StatusReasons.AlreadyExists, () => _api.CreateAsync(Objects.ConfigMap("a"), None));
        await AssertRefused(StatusReasons.NotFound, () => _api.GetAsync<ConfigMap>(new ObjectKey("ns", "b"), None));
        await AssertRefused(StatusReasons.NotFound, () => _api.GetAsync<Secret>(new ObjectKey("ns", "a"), None));
        await AssertRefused(StatusReasons.Invalid, () => _api.CreateAsync(Objects.ConfigMap(""), None));
        await AssertRefused(StatusReasons.Invalid, () => _api.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Name = "a" } }, None));
    }

    [Fact]
    public async Task Applying_removes_what_the_same_manager_applied_before_and_nothing_of_others()
    {
        await _api.ApplyAsync(Objects.ConfigMap("a", ("mine", "1"), ("gone", "2")), Manager, None);
        await _api.ApplyAsync(Objects.ConfigMap("a", ("theirs", "3")), "others", None);
        var applied = await _api.ApplyAsync(Objects.ConfigMap("a", ("mine", "4")), Manager, None);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["mine"] = "4", ["theirs"] = "3" },
            applied.Data!.ToDictionary(StringComparer.Ordinal));
    }

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
    public async Task An_apply_that_changes_nothing_is_no_write()
    {
        var first = await _api.ApplyAsync(Objects.StatefulSet("a"), Manager, None);
        var second = await _api.ApplyAsync(Objects.StatefulSet("a"), Manager, None);
        Assert.Equal(first.Metadata.ResourceVersion, second.Metadata.ResourceVersion);
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
    public async Task Status_and_spec_are_written_apart()
    {
        var created = await _api.ApplyAsync(Objects.StatefulSet("a") with { Status = new StatefulSetStatus { Replicas = 9 } }, Manager, None);
        Assert.Null(created.Status);
        var reported = await _api.UpdateStatusAsync(
            Objects.StatefulSet("a", replicas: 5) with { Status = new StatefulSetStatus { Replicas = 1 } }, None);
        Assert.Equal((1, 1), (reported.Spec.Replicas, reported.Status!.Replicas));
        var applied = await _api.ApplyAsync(Objects.StatefulSet("a", replicas: 2), Manager, None);
        Assert.Equal(1, applied.Status!.Replicas);
    }

    [Fact]
    public async Task A_status_computed_from_an_older_version_is_a_conflict()
    {
        var read = await _api.ApplyAsync(Objects.StatefulSet("a"), Manager, None);
        await _api.ApplyAsync(Objects.StatefulSet("a", replicas: 2), Manager, None);
        await AssertRefused(StatusReasons.Conflict, () => _api.UpdateStatusAsync(read, None));
    }

    [Fact]
    public async Task An_apply_for_one_object_does_not_hit_a_later_one_of_the_same_name()
    {
        var first = await _api.ApplyAsync(Objects.ConfigMap("a"), Manager, None);
        await _api.DeleteAsync<ConfigMap>(first.Key, preconditions: null, None);
        await AssertRefused(StatusReasons.Conflict, () => _api.ApplyAsync(first, Manager, None));
    }

    [Fact]
    public async Task A_deletion_with_preconditions_spares_another_object_of_the_same_name()
    {
        var created = await _api.CreateAsync(Objects.ConfigMap("a"), None);
        await AssertRefused(StatusReasons.Conflict, () => _api.DeleteAsync<ConfigMap>(created.Key, new Preconditions("other"), None));
        await _api.DeleteAsync<ConfigMap>(created.Key, new Preconditions(created.Metadata.Uid, created.Metadata.ResourceVersion), None);
        Assert.Null(await _api.FindAsync<ConfigMap>(created.Key, None));
    }

    [Fact]
    public async Task With_an_owner_goes_all_that_it_owns_and_nothing_else()
    {
        var owner = await _api.CreateAsync(Objects.ConfigMap("owner"), None);
        var child = await _api.CreateAsync(Objects.Owned("child", owner), None);
        await _api.CreateAsync(Objects.Owned("grandchild", child), None);
        await _api.CreateAsync(Objects.ConfigMap("stranger"), None);
        await _api.DeleteAsync<ConfigMap>(owner.Key, preconditions: null, None);
        Assert.Equal(["stranger"], await NamesAsync(new Selection()));
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

    [Fact]
    public async Task A_list_selects_by_namespace_and_labels()
    {
        await _api.CreateAsync(Objects.Labelled("a", "red"), None);
        await _api.CreateAsync(Objects.Labelled("b", "blue"), None);
        await _api.CreateAsync(new ConfigMap { Metadata = new ObjectMeta { Namespace = "other", Name = "c" } }, None);
        Assert.Equal(["a", "b", "c"], await NamesAsync(new Selection()));
        Assert.Equal(["a", "b"], await NamesAsync(new Selection("ns")));
        Assert.Equal(["b"], await NamesAsync(new Selection(Labels: Objects.Colour("blue"))));
    }

    private async Task<string[]> NamesAsync(Selection selection)
    {
        var list = await _api.ListAsync<ConfigMap>(selection, None);
        return [.. list.Items.Select(item => item.Metadata.Name).Order(StringComparer.Ordinal)];
    }

    private static async Task AssertRefused(string reason, Func<Task> request)
    {
        var refusal = await Assert.ThrowsAsync<ApiException>(request);
        Assert.Equal(reason, refusal.Status.Reason);
    }
}
