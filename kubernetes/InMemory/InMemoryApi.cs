using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Kubernetes.Patches;

namespace TelegramParser.Kubernetes.InMemory;

/// <summary>
/// An API server in the process: what controllers can observe of the real one. Resource versions, UIDs, generations that
/// count changes of the spec, a separate status, server-side apply with field ownership, finalizers, cascading deletion by
/// owner reference, label selectors, watches with bookmarks that end as too old. It has no schemas and no admission.
/// </summary>
public sealed class InMemoryApi : IKubernetesApi
{
    // Fields that the server sets; a client's values for them are dropped.
    private static readonly string[] ServerFields =
        ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp"];

    // The manager of what is changed in another way than by applying.
    private const string Patcher = "patch";

    private readonly Lock _gate = new();
    private readonly WatchLog _log;
    private readonly ObjectStore _store;

    /// <summary>Creates an empty server.</summary>
    /// <param name="time">Clock of creation and deletion times.</param>
    /// <param name="storage">Where objects are kept beyond the process, if anywhere.</param>
    /// <param name="watchLogCapacity">Number of changes that a watch can be behind.</param>
    public InMemoryApi(TimeProvider time, IObjectStorage? storage = null, int watchLogCapacity = 10_000)
    {
        _log = new WatchLog(watchLogCapacity);
        _store = new ObjectStore(time, storage, _log);
    }

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(() => Require(T.Definition, key).As<T>(), cancellationToken);

    /// <inheritdoc/>
    public Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () => new ResourceList<T>(
                [.. _store.All.Where(stored => stored.IsSelectedBy(T.Definition, selection)).Select(stored => stored.As<T>())],
                _store.ResourceVersion.ToString()),
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
                if (_store.Find(definition, obj.Key) is not null)
                    throw Refuse(409, StatusReasons.AlreadyExists, $"{definition.Plural} \"{obj.Metadata.Name}\" already exists");
                var given = Given(definition, obj);
                return _store.Insert(new StoredObject(definition, given, FieldOwnership.Of("create", given))).As<T>();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var definition = T.Definition;
                var given = Given(definition, obj);
                var live = _store.Find(definition, obj.Key);
                if (live is null)
                {
                    Check(new Preconditions(obj.Metadata.Uid), definition, obj.Key, live: null);
                    return _store.Insert(new StoredObject(definition, given, FieldOwnership.Of(options.FieldManager, given))).As<T>();
                }
                CheckIdentity(live, obj.Metadata);
                if (!options.Force)
                    CheckOwners(live, given, options.FieldManager);
                var tree = live.Tree.DeepClone().AsObject();
                var fields = live.Fields.Apply(tree, given, options.FieldManager);
                return _store.Replace(live, new StoredObject(definition, tree, fields)).As<T>();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var live = Require(T.Definition, key);
                var patched = Patched<T>(live, patch);
                if (T.Definition.HasStatus)
                    SetOrRemove(patched, "status", live.Tree["status"]);
                var fields = live.Fields.Changed(live.Tree, patched, Patcher);
                return _store.Replace(live, new StoredObject(T.Definition, patched, fields)).As<T>();
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var live = Require(T.Definition, key);
                return WithStatus<T>(live, Patched<T>(live, patch)["status"]);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var live = Require(T.Definition, obj.Key);
                Check(new Preconditions(obj.Metadata.Uid, obj.Metadata.ResourceVersion), T.Definition, obj.Key, live.Metadata);
                return WithStatus<T>(live, KubernetesJson.ToNode(obj)!["status"]);
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => Answer(
            () =>
            {
                var live = Require(T.Definition, key);
                Check(options.Preconditions ?? new Preconditions(), T.Definition, key, live.Metadata);
                _store.Delete(live, options.Propagation);
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
            _store.Restore(new StoredObject(T.Definition, tree, FieldOwnership.None));
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
        _store.Find(definition, key)
        ?? throw Refuse(404, StatusReasons.NotFound, $"{definition.Plural} \"{key.Name}\" not found");

    private T WithStatus<T>(StoredObject live, JsonNode? status)
    {
        var tree = live.Tree.DeepClone().AsObject();
        SetOrRemove(tree, "status", status);
        return _store.Replace(live, new StoredObject(live.Definition, tree, live.Fields)).As<T>();
    }

    // The patched tree; what only the server sets stays as it is.
    private static JsonObject Patched<T>(StoredObject live, Patch patch)
    {
        JsonObject patched;
        try
        {
            patched = patch.ApplyTo(live.Tree).AsObject();
            KubernetesJson.FromNode<T>(patched);
        }
        catch (Exception e) when (e is PatchMismatchException or FormatException or JsonException or InvalidOperationException)
        {
            throw Refuse(422, StatusReasons.Invalid, $"{live.Definition.Plural} \"{live.Key.Name}\": the patch does not fit: {e.Message}");
        }
        var metadata = patched["metadata"]!.AsObject();
        CheckIdentity(live, KubernetesJson.FromNode<ObjectMeta>(metadata));
        foreach (var field in ServerFields)
            SetOrRemove(metadata, field, live.Tree["metadata"]![field]);
        return patched;
    }

    private static void SetOrRemove(JsonObject tree, string name, JsonNode? value)
    {
        if (value is null)
            tree.Remove(name);
        else
            tree[name] = value.DeepClone();
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

    private static void Check(Preconditions preconditions, ResourceDefinition definition, ObjectKey key, ObjectMeta? live)
    {
        if (preconditions.Uid is { } uid && !string.Equals(uid, live?.Uid, StringComparison.Ordinal))
            throw Refuse(409, StatusReasons.Conflict, $"{definition.Plural} \"{key.Name}\": the UID is {live?.Uid ?? "none"}, not {uid}");
        if (preconditions.ResourceVersion is { } version && !string.Equals(version, live?.ResourceVersion, StringComparison.Ordinal))
            throw Refuse(409, StatusReasons.Conflict, $"{definition.Plural} \"{key.Name}\": the object has been modified; read it again");
    }

    // What a write to an object may say of which object, and which version of it, it means.
    private static void CheckIdentity(StoredObject live, ObjectMeta given)
    {
        Check(new Preconditions(ResourceVersion: given.ResourceVersion), live.Definition, live.Key, live.Metadata);
        if (given.Name != live.Metadata.Name || given.Namespace != live.Metadata.Namespace || (given.Uid ?? live.Metadata.Uid) != live.Metadata.Uid)
            throw Refuse(422, StatusReasons.Invalid, $"{live.Definition.Plural} \"{live.Key.Name}\": name, namespace and UID cannot be changed");
    }

    private static void CheckOwners(StoredObject live, JsonObject given, string manager)
    {
        var conflicts = live.Fields.Conflicts(live.Tree, given, manager).ToList();
        if (conflicts.Count == 0)
            return;
        var fields = conflicts.Select(conflict => "." + string.Join('.', JsonPointer.Segments(conflict.Pointer))).ToList();
        throw new ApiException(new Status(
            409, StatusReasons.Conflict, $"Apply failed with {conflicts.Count} conflict(s): {string.Join(", ", fields)}")
        {
            Details = new StatusDetails
            {
                Causes = [.. conflicts.Zip(fields, (conflict, field) =>
                    new StatusCause("FieldManagerConflict", $"conflict with \"{conflict.Owner}\"", field))],
            },
        });
    }

    private static ApiException Refuse(int code, string reason, string message) => new(new Status(code, reason, message));
}
