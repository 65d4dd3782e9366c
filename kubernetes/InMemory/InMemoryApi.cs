using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>
/// An API server in the process: what controllers can observe of the real one. Resource versions, UIDs, generations that
/// count changes of the spec, a separate status, server-side apply with field ownership, finalizers, cascading deletion by
/// owner reference, label selectors, watches with bookmarks that end as too old. It has no schemas and no admission.
/// </summary>
/// <param name="time">Clock of creation and deletion times.</param>
/// <param name="storage">Where objects are kept beyond the process, if anywhere.</param>
/// <param name="watchLogCapacity">Number of changes that a watch can be behind.</param>
public sealed class InMemoryApi(TimeProvider time, IObjectStorage? storage = null, int watchLogCapacity = 10_000) : IKubernetesApi
{
    // Fields that the server sets; a client's values for them are dropped.
    private static readonly string[] ServerFields =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp"];

    private readonly Lock _gate = new();
    private readonly Dictionary<(ResourceDefinition, ObjectKey), StoredObject> _objects = [];
    private readonly WatchLog _log = new(watchLogCapacity);
    private long _resourceVersion;

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(() => Require(T.Definition, key).As<T>(), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () => new ResourceList<T>(
                [.. _objects.Values.Where(stored => stored.IsSelectedBy(T.Definition, selection)).Select(stored => stored.As<T>())],
                _resourceVersion.ToString()),
            cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        var position = long.Parse(resourceVersion);
        while (true)
        {
            var changes = await _log.ReadAfterAsync(position, cancellationToken);
            position = changes[^1].ResourceVersion;
            var selected = changes.Select(change => AsEvent<T>(change, selection)).OfType<WatchEvent<T>>().ToList();
            foreach (var change in selected)
                yield return change;
            if (selected.Count == 0)
                yield return new WatchEvent<T>(WatchEventType.Bookmark, position.ToString(), Object: null);
        }
    }

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var definition = T.Definition;
                if (_objects.ContainsKey((definition, obj.Key)))
                    throw Refuse(409, StatusReasons.AlreadyExists, $"{definition.Plural} \"{obj.Metadata.Name}\" already exists");
                var given = Given(definition, obj);
                return Insert(new StoredObject(definition, given, FieldOwnership.Of("create", given))).As<T>();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> ApplyAsync<T>(T obj, string fieldManager, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var definition = T.Definition;
                var given = Given(definition, obj);
                _objects.TryGetValue((definition, obj.Key), out var live);
                Check(new Preconditions(obj.Metadata.Uid, obj.Metadata.ResourceVersion), definition, obj.Key, live?.Metadata);
                if (live is null)
                    return Insert(new StoredObject(definition, given, FieldOwnership.Of(fieldManager, given))).As<T>();
                var tree = live.Tree.DeepClone().AsObject();
                var fields = live.Fields.Apply(tree, given, fieldManager);
                return Replace(live, new StoredObject(definition, tree, fields)).As<T>();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var live = Require(T.Definition, obj.Key);
                Check(new Preconditions(obj.Metadata.Uid, obj.Metadata.ResourceVersion), T.Definition, obj.Key, live.Metadata);
                var tree = live.Tree.DeepClone().AsObject();
                tree["status"] = KubernetesJson.ToNode(obj)!["status"]?.DeepClone();
                return Replace(live, new StoredObject(T.Definition, tree, live.Fields)).As<T>();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync<T>(ObjectKey key, Preconditions? preconditions, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var live = Require(T.Definition, key);
                Check(preconditions ?? new Preconditions(), T.Definition, key, live.Metadata);
                Delete(live);
                return live;
            },
            cancellationToken);

    /// <summary>Puts an object back as it was in an earlier life of this server, UID and creation time included.</summary>
    public void Restore<T>(T obj)
        where T : KubernetesObject, IResource
    {
        lock (_gate)
        {
            var tree = KubernetesJson.ToNode(obj)!.AsObject();
            Commit(before: null, new StoredObject(T.Definition, tree, FieldOwnership.None));
        }
    }

    private Task<TResult> Answer<TResult>(Func<TResult> request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<TResult>(cancellationToken);
        try
        {
            lock (_gate)
            {
                return Task.FromResult(request());
            }
        }
        catch (ApiException e)
        {
            return Task.FromException<TResult>(e);
        }
    }

    private StoredObject Require(ResourceDefinition definition, ObjectKey key) =>
        _objects.TryGetValue((definition, key), out var live)
            ? live
            : throw Refuse(404, StatusReasons.NotFound, $"{definition.Plural} \"{key.Name}\" not found");

    private StoredObject Insert(StoredObject created)
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

    private StoredObject Replace(StoredObject live, StoredObject changed)
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
        if (stored.Metadata is { DeletionTimestamp: not null, Finalizers: null or [] })
            Remove(stored);
        return stored;
    }

    private void Delete(StoredObject live)
    {
        if (live.Metadata.Finalizers is null or [])
        {
            Remove(live);
        }
        else if (live.Metadata.DeletionTimestamp is null)
        {
            var tree = live.Tree.DeepClone().AsObject();
            tree["metadata"]!["deletionTimestamp"] = KubernetesJson.ToNode(Now());
            Commit(live, live.With(tree));
        }
    }

    private void Remove(StoredObject live)
    {
        Commit(live, after: null);
        CollectGarbage();
    }

    // Deletes what has owners of which none exists, as the garbage collector of the controller manager does.
    private void CollectGarbage()
    {
        var alive = _objects.Values.Select(stored => stored.Metadata.Uid).ToHashSet(StringComparer.Ordinal);
        var orphan = _objects.Values.FirstOrDefault(stored =>
            stored.Metadata is { OwnerReferences: [_, ..] owners, DeletionTimestamp: null }
            && !owners.Any(owner => alive.Contains(owner.Uid)));
        if (orphan is null)
            return;
        Delete(orphan);
        CollectGarbage();
    }

    private StoredObject Commit(StoredObject? before, StoredObject? after)
    {
        var version = ++_resourceVersion;
        var tree = (after?.Tree ?? before!.Tree).DeepClone().AsObject();
        tree["metadata"]!["resourceVersion"] = version.ToString();
        var stored = (after ?? before!).With(tree);
        var identity = (stored.Definition, stored.Key);
        if (after is null)
        {
            _objects.Remove(identity);
            storage?.Deleted(stored.Definition, stored.Metadata);
            _log.Append(new WatchLog.Change(version, stored, After: null));
        }
        else
        {
            storage?.Stored(stored.Definition, stored.Metadata, tree);
            _objects[identity] = stored;
            _log.Append(new WatchLog.Change(version, before, stored));
        }
        return stored;
    }

    private static WatchEvent<T>? AsEvent<T>(WatchLog.Change change, Selection selection)
        where T : KubernetesObject, IResource
    {
        var before = change.Before?.IsSelectedBy(T.Definition, selection) == true;
        var after = change.After?.IsSelectedBy(T.Definition, selection) == true;
        var type = (before, after) switch
        {
            (false, true) => WatchEventType.Added,
            (true, true) => WatchEventType.Modified,
            (true, false) => WatchEventType.Deleted,
            _ => WatchEventType.Bookmark,
        };
        return type is WatchEventType.Bookmark
            ? null
            : new WatchEvent<T>(type, change.ResourceVersion.ToString(), (after ? change.After : change.Before)!.As<T>());
    }

    private static JsonObject Given<T>(ResourceDefinition definition, T obj)
        where T : KubernetesObject
    {
        if (obj.Metadata.Name.Length == 0 || obj.Metadata.Namespace.Length == 0 == definition.Namespaced)
            throw Refuse(422, StatusReasons.Invalid, $"{definition.Kind} \"{obj.Key}\": metadata.name and, where it applies, metadata.namespace are required");
        var tree = KubernetesJson.ToNode(obj)!.AsObject();
        if (definition.HasStatus)
            tree.Remove("status");
        foreach (var field in ServerFields)
            tree["metadata"]!.AsObject().Remove(field);
        return tree;
    }

    private static JsonObject Desired(JsonObject tree)
    {
        var desired = tree.DeepClone().AsObject();
        desired.Remove("metadata");
        desired.Remove("status");
        return desired;
    }

    private static void Check(Preconditions preconditions, ResourceDefinition definition, ObjectKey key, ObjectMeta? live)
    {
        if (preconditions.Uid is { } uid && !string.Equals(uid, live?.Uid, StringComparison.Ordinal))
            throw Refuse(409, StatusReasons.Conflict, $"{definition.Plural} \"{key.Name}\": the UID is {live?.Uid ?? "none"}, not {uid}");
        if (preconditions.ResourceVersion is { } version && !string.Equals(version, live?.ResourceVersion, StringComparison.Ordinal))
            throw Refuse(409, StatusReasons.Conflict, $"{definition.Plural} \"{key.Name}\": the object has been modified; read it again");
    }

    private static ApiException Refuse(int code, string reason, string message) => new(new Status(code, reason, message));

    // metav1.Time has whole seconds.
    private DateTimeOffset Now()
    {
        var now = time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond));
    }
}
