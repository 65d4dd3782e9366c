using Microsoft.Extensions.Logging.Abstractions;
using TelegramParser.Harness.Time;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Caching;
using TelegramParser.Kubernetes.Controllers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Election;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Scenarios.Kubernetes;

public abstract class ReadContractTests(ContractServer server) : ContractTest(server)
{
    [Fact]
    public async Task A_list_has_all_selected_objects_however_many_pages_they_are()
    {
        foreach (var name in new[] { "a", "b", "c", "d", "e" })
            await Api.CreateAsync(Map(name), None);
        var stranger = Map("stranger");
        await Api.CreateAsync(stranger with { Metadata = stranger.Metadata with { Labels = null } }, None);
        var list = await Api.ListAsync<ConfigMap>(Mine, None);
        Assert.Equal(["a", "b", "c", "d", "e"], list.Items.Select(item => item.Metadata.Name[^1..]).Order(StringComparer.Ordinal));
        Assert.Contains((await Api.ListAsync<ConfigMap>(new Selection(), None)).Items, item => item.Key == stranger.Key);
    }

    [Fact]
    public async Task A_field_selector_leaves_out_what_it_says()
    {
        var mine = (string name, string type) => new Secret { Metadata = Map(name).Metadata, Type = type };
        await Api.CreateAsync(mine("a", "Opaque"), None);
        await Api.CreateAsync(mine("b", "tests.io/other"), None);
        var selection = Mine with { Fields = new FieldSelector(new FieldRequirement("type", "tests.io/other", Equal: false)) };
        var list = await Api.ListAsync<Secret>(selection, None);
        Assert.Equal("Opaque", Assert.Single(list.Items).Type);
        var one = Mine with { Fields = new FieldSelector(new FieldRequirement("metadata.name", Key("b").Name)) };
        Assert.Equal("tests.io/other", Assert.Single((await Api.ListAsync<Secret>(one, None)).Items).Type);
    }

    [Fact]
    public async Task A_watch_tells_what_happened_after_the_list_in_order()
    {
        await Api.CreateAsync(Map("before"), None);
        var list = await Api.ListAsync<ConfigMap>(Mine, None);
        await Api.ApplyAsync(Map("a", ("k", "1")), Manager, None);
        await Api.ApplyAsync(Map("a", ("k", "2")), Manager, None);
        await Api.DeleteAsync<ConfigMap>(Key("a"), preconditions: null, None);
        var seen = await ReadAsync(Mine, list.ResourceVersion, 3);
        Assert.Equal([(WatchEventType.Added, "1"), (WatchEventType.Modified, "2"), (WatchEventType.Deleted, "2")], seen);
    }

    [Fact]
    public async Task An_object_whose_label_changes_enters_and_leaves_a_selection()
    {
        var list = await Api.ListAsync<ConfigMap>(Mine, None);
        var map = Map("a", ("k", "1"));
        var elsewhere = map with { Metadata = map.Metadata with { Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["test"] = "other" } } };
        await Api.ApplyAsync(elsewhere, Manager, None);
        await Api.ApplyAsync(map, Manager, None);
        await Api.ApplyAsync(elsewhere, Manager, None);
        Assert.Equal([(WatchEventType.Added, "1"), (WatchEventType.Deleted, "1")], await ReadAsync(Mine, list.ResourceVersion, 2));
    }

    [Fact]
    public async Task An_informer_keeps_in_step()
    {
        using var stop = new CancellationTokenSource();
        await Api.CreateAsync(Map("a", ("k", "1")), None);
        await Api.CreateAsync(Map("b", ("k", "1")), None);
        var informer = new Informer<ConfigMap>(Api, Mine, TimeProvider.System, NullLogger.Instance);
        var running = informer.RunAsync(stop.Token);
        await informer.Synced;
        Assert.Equal(2, informer.Cache.All.Count);
        await Api.ApplyAsync(Map("a", ("k", "2")), Manager, None);
        await Api.DeleteAsync<ConfigMap>(Key("b"), preconditions: null, None);
        await Eventually.SeeAsync(() => Task.FromResult(
            informer.Cache.All is [{ Data: { } data }] && data["k"] == "2"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Events_are_counted_up()
    {
        var about = await Api.CreateAsync(Map("a"), None);
        for (var i = 0; i < 2; i++)
        {
            var recorder = new EventRecorder(Api, Manager, TimeProvider.System, NullLogger.Instance);
            await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
            await recorder.RecordAsync(about, Event.Warning, "Broken", "It is broken.", None);
        }
        var events = await Api.ListAsync<Event>(new Selection(about.Metadata.Namespace), None);
        Assert.Equal(4, Assert.Single(events.Items, e => e.InvolvedObject.Uid == about.Metadata.Uid).Count);
    }

    [Fact]
    public async Task A_lease_elects_and_is_released()
    {
        using var stop = new CancellationTokenSource();
        var lease = Key("lease");
        for (var i = 0; i < 2; i++)
        {
            var options = new LeaderElectionOptions { Lease = lease, Identity = $"candidate-{i}" };
            var elector = new LeaderElector(Api, options, TimeProvider.System, Random.Shared, NullLogger.Instance);
            var holder = "";
            await elector.RunAsync(
                async token => holder = (await Api.GetAsync<Lease>(lease, token)).Spec!.HolderIdentity, stop.Token);
            Assert.Equal(options.Identity, holder);
        }
        var released = (await Api.GetAsync<Lease>(lease, None)).Spec!;
        Assert.Equal(("", 1), (released.HolderIdentity ?? "", released.LeaseTransitions));
    }

    private async Task<List<(WatchEventType, string?)>> ReadAsync(Selection selection, string resourceVersion, int count)
    {
        var seen = new List<(WatchEventType, string?)>();
        await foreach (var change in Api.WatchAsync<ConfigMap>(selection, resourceVersion, None))
        {
            if (change.Object is { } obj)
                seen.Add((change.Type, obj.Data?.GetValueOrDefault("k")));
            if (seen.Count == count)
                break;
        }
        return seen;
    }
}
