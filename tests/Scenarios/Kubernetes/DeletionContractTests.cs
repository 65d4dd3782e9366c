using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Scenarios.Kubernetes;

public abstract class DeletionContractTests(ContractServer server) : ContractTest(server)
{
    [Fact]
    public async Task A_deletion_with_preconditions_spares_another_object_or_version()
    {
        var created = await Api.CreateAsync(Map("a"), None);
        await AssertRefusedAsync(StatusReasons.Conflict, () => Api.DeleteAsync<ConfigMap>(created.Key, new Preconditions(Guid.NewGuid().ToString()), None));
        var changed = await Api.ApplyAsync(Map("a", ("k", "v")), Manager, None);
        await AssertRefusedAsync(
            StatusReasons.Conflict,
            () => Api.DeleteAsync<ConfigMap>(created.Key, new Preconditions(ResourceVersion: created.Metadata.ResourceVersion), None));
        await Api.DeleteAsync<ConfigMap>(created.Key, new Preconditions(changed.Metadata.Uid, changed.Metadata.ResourceVersion), None);
        Assert.False(await ExistsAsync("a"));
    }

    [Fact]
    public async Task With_a_finalizer_an_object_stays_until_it_is_removed()
    {
        var held = Map("held");
        await Api.ApplyAsync(held with { Metadata = held.Metadata with { Finalizers = ["tests.example/undo"] } }, Manager, None);
        await Api.DeleteAsync<ConfigMap>(held.Key, preconditions: null, None);
        await Api.DeleteAsync<ConfigMap>(held.Key, preconditions: null, None);
        Assert.NotNull((await Api.GetAsync<ConfigMap>(held.Key, None)).Metadata.DeletionTimestamp);
        await Api.ApplyAsync(held, Manager, None);
        Assert.False(await ExistsAsync("held"));
    }

    [Fact]
    public async Task With_an_owner_goes_all_that_it_owns_and_nothing_else()
    {
        var owner = await Api.CreateAsync(Map("owner"), None);
        var child = await Api.CreateAsync(Owned("child", owner), None);
        await Api.CreateAsync(Owned("grandchild", child), None);
        await Api.CreateAsync(Map("stranger"), None);
        await Api.DeleteAsync<ConfigMap>(owner.Key, preconditions: null, None);
        await GoesAsync("child");
        await GoesAsync("grandchild");
        Assert.True(await ExistsAsync("stranger"));
    }

    [Fact]
    public async Task Orphans_stay_without_their_owner()
    {
        var owner = await Api.CreateAsync(Map("owner"), None);
        await Api.CreateAsync(Owned("child", owner), None);
        await Api.DeleteAsync<ConfigMap>(owner.Key, new DeleteOptions(Propagation: PropagationPolicy.Orphan), None);
        await GoesAsync("owner");
        var child = await Api.GetAsync<ConfigMap>(Key("child"), None);
        Assert.Empty(child.Metadata.OwnerReferences ?? []);
    }

    [Fact]
    public async Task In_the_foreground_an_owner_goes_after_what_blocks_it()
    {
        var owner = await Api.CreateAsync(Map("owner"), None);
        var child = Owned("child", owner, blocks: true);
        await Api.ApplyAsync(child with { Metadata = child.Metadata with { Finalizers = ["tests.example/undo"] } }, Manager, None);
        await Api.DeleteAsync<ConfigMap>(owner.Key, new DeleteOptions(Propagation: PropagationPolicy.Foreground), None);
        await Eventually.SeeAsync(async () =>
            (await Api.GetAsync<ConfigMap>(child.Key, None)).Metadata.DeletionTimestamp is not null);
        Assert.NotNull((await Api.GetAsync<ConfigMap>(owner.Key, None)).Metadata.DeletionTimestamp);
        await Api.ApplyAsync(child, Manager, None);
        await GoesAsync("child");
        await GoesAsync("owner");
    }
}
