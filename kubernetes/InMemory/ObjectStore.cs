using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>
/// The objects of an <see cref="InMemoryApi"/> with what the server and its garbage collector do to them at each write.
/// Not safe for many threads; the log is.
/// </summary>
internal sealed class ObjectStore(TimeProvider time, IObjectStorage? storage, WatchLog log)
{
    private const string ForegroundFinalizer = "foregroundDeletion";

    private readonly Dictionary<(ResourceDefinition, ObjectKey), StoredObject> _objects = [];

    /// <summary>The newest resource version.</summary>
    public long ResourceVersion { get; private set; }

    /// <summary>All objects of all kinds.</summary>
    public IEnumerable<StoredObject> All => _objects.Values;

    /// <summary>One object, or null.</summary>
    public StoredObject? Find(ResourceDefinition definition, ObjectKey key) => _objects.GetValueOrDefault((definition, key));

    /// <summary>Puts a new object in.</summary>
    public StoredObject Insert(StoredObject created)
    {
        var metadata = created.Tree["metadata"]!.AsObject();
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = KubernetesJson.ToNode(Now());
        if (created.Definition.HasStatus)
            metadata["generation"] = 1;
        var stored = Commit(before: null, created);
        CollectGarbage();
        return stored;
    }

    /// <summary>Puts an object back as it was.</summary>
    public void Restore(StoredObject obj) => Commit(before: null, obj);

    /// <summary>Changes an object; a change that changes nothing is no write.</summary>
    public StoredObject Replace(StoredObject live, StoredObject changed)
    {
        if (JsonNode.DeepEquals(live.Tree, changed.Tree))
        {
            // No write happened, but who owns a field may have changed.
            _objects[(live.Definition, live.Key)] = changed;
            return changed;
        }
        if (live.Definition.HasStatus && !JsonNode.DeepEquals(Desired(live.Tree), Desired(changed.Tree)))
            changed.Tree["metadata"]!["generation"] = (live.Metadata.Generation ?? 0) + 1;
        var stored = Commit(live, changed);
        RemoveIfReleased(stored);
        CollectGarbage();
        return stored;
    }

    /// <summary>Deletes an object, or marks it as to be deleted while finalizers hold it.</summary>
    public void Delete(StoredObject live, PropagationPolicy propagation)
    {
        if (propagation is PropagationPolicy.Orphan)
            Orphan(live);
        var finalizers = live.Metadata.Finalizers ?? [];
        if (propagation is PropagationPolicy.Foreground && !finalizers.Contains(ForegroundFinalizer, StringComparer.Ordinal))
            finalizers = [.. finalizers, ForegroundFinalizer];
        Mark(live, finalizers);
        CollectGarbage();
    }

    private void Mark(StoredObject live, IReadOnlyList<string> finalizers)
    {
        if (finalizers.Count == 0)
        {
            Commit(live, after: null);
            return;
        }
        var tree = live.Tree.DeepClone().AsObject();
        tree["metadata"]!["finalizers"] = KubernetesJson.ToNode(finalizers);
        tree["metadata"]!["deletionTimestamp"] ??= KubernetesJson.ToNode(Now());
        if (!JsonNode.DeepEquals(tree, live.Tree))
            Commit(live, live.With(tree));
    }

    private void RemoveIfReleased(StoredObject stored)
    {
        if (stored.Metadata is { DeletionTimestamp: not null, Finalizers: null or [] })
            Commit(stored, after: null);
    }

    private void Orphan(StoredObject owner)
    {
        foreach (var dependent in DependentsOf(owner).ToList())
        {
            var tree = dependent.Tree.DeepClone().AsObject();
            var owners = dependent.Metadata.OwnerReferences!.Where(reference => reference.Uid != owner.Metadata.Uid).ToList();
            if (owners.Count == 0)
                tree["metadata"]!.AsObject().Remove("ownerReferences");
            else
                tree["metadata"]!["ownerReferences"] = KubernetesJson.ToNode(owners);
            Commit(dependent, dependent.With(tree));
        }
    }

    // What the garbage collector of the controller manager does, until it has nothing to do.
    private void CollectGarbage()
    {
        while (CollectOrphan() || AdvanceForegroundDeletion())
        {
        }
    }

    // Deletes an object that has owners of which none exists.
    private bool CollectOrphan()
    {
        var alive = _objects.Values.Select(stored => stored.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        var orphan = _objects.Values.FirstOrDefault(stored =>
            stored.Metadata is { OwnerReferences: [_, ..] owners, DeletionTimestamp: null }
            && !owners.Any(owner => alive.Contains(owner.Uid)));
        if (orphan is null)
            return false;
        Mark(orphan, orphan.Metadata.Finalizers ?? []);
        return true;
    }

    // Deletes what holds up the deletion of an owner, or releases the owner when nothing does any more.
    private bool AdvanceForegroundDeletion()
    {
        foreach (var owner in _objects.Values.Where(WaitsForDependents).ToList())
        {
            var blocking = DependentsOf(owner)
                .Where(stored => stored.Metadata.OwnerReferences!.Any(reference =>
                    reference.Uid == owner.Metadata.Uid && reference.BlockOwnerDeletion == true))
                .ToList();
            if (blocking.Find(stored => stored.Metadata.DeletionTimestamp is null) is { } dependent)
            {
                Mark(dependent, dependent.Metadata.Finalizers ?? []);
                return true;
            }
            if (blocking.Count > 0)
                continue;
            var tree = owner.Tree.DeepClone().AsObject();
            tree["metadata"]!["finalizers"] = KubernetesJson.ToNode(owner.Metadata.Finalizers!.Where(f => f != ForegroundFinalizer));
            RemoveIfReleased(Commit(owner, owner.With(tree)));
            return true;
        }
        return false;

        static bool WaitsForDependents(StoredObject stored) =>
            stored.Metadata is { DeletionTimestamp: not null, Finalizers: [_, ..] finalizers }
            && finalizers.Contains(ForegroundFinalizer, StringComparer.Ordinal);
    }

    private IEnumerable<StoredObject> DependentsOf(StoredObject owner) => _objects.Values.Where(stored =>
        stored.Metadata.OwnerReferences?.Any(reference => reference.Uid == owner.Metadata.Uid) == true);

    private StoredObject Commit(StoredObject? before, StoredObject? after)
    {
        var version = ++ResourceVersion;
        var tree = (after?.Tree ?? before!.Tree).DeepClone().AsObject();
        tree["metadata"]!["resourceVersion"] = version.ToString();
        var stored = (after ?? before!).With(tree);
        var identity = (stored.Definition, stored.Key);
        if (after is null)
        {
            _objects.Remove(identity);
            storage?.Deleted(stored.Definition, stored.Metadata);
            log.Append(new WatchLog.Change(version, stored, After: null));
        }
        else
        {
            storage?.Stored(stored.Definition, stored.Metadata, tree);
            _objects[identity] = stored;
            log.Append(new WatchLog.Change(version, before, stored));
        }
        return stored;
    }

    private static JsonObject Desired(JsonObject tree)
    {
        var desired = tree.DeepClone().AsObject();
        desired.Remove("metadata");
        desired.Remove("status");
        return desired;
    }

    // metav1.Time has whole seconds.
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
