using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using TelegramParser.Kubernetes.Api;
using TelegramParser.Kubernetes.Configuration;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>A Kubernetes API server, over HTTP. Safe for many threads; one a process is enough.</summary>
public sealed class HttpKubernetesApi : IKubernetesApi, IReviewApi, IDisposable
{
    private readonly ApiConnection _connection;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _logger;

    /// <summary>Creates a client. It connects with the first request.</summary>
    /// <param name="configuration">Where the server is.</param>
    /// <param name="options">How the client behaves.</param>
    /// <param name="time">Clock of timeouts, retries and the request rate.</param>
    /// <param name="random">Source of jitter.</param>
    /// <param name="logger">Where trouble is logged.</param>
    /// <exception cref="ArgumentException">An option is not valid.</exception>
    public HttpKubernetesApi(
        ClientConfiguration configuration, ClientOptions options, TimeProvider time, Random random, ILogger logger)
    {
        _connection = new ApiConnection(configuration, options, time, random, logger);
        _time = time;
        _random = random;
        _logger = logger;
        Logs = new PodLogs(_connection);
    }

    /// <summary>What containers write.</summary>
    public PodLogs Logs { get; }

    /// <inheritdoc/>
    public Task<T> GetAsync<T>(ObjectKey key, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource =>
        SendAsync<T>(new ApiRequest(HttpMethod.Get, "get", T.Definition.Plural, ResourcePath.Of(T.Definition, key)), cancellationToken);

    /// <inheritdoc/>
    public async Task<ResourceList<T>> ListAsync<T>(Selection selection, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        var items = new List<T>();
        string? next = null;
        int? limit = _connection.Options.PageSize;
        while (true)
        {
            var request = new ApiRequest(HttpMethod.Get, "list", T.Definition.Plural, ResourcePath.Of(T.Definition, selection.Namespace)
                + ResourcePath.Query(
                    ("labelSelector", Labels(selection)),
                    ("fieldSelector", selection.Fields?.ToString()),
                    ("limit", limit?.ToString()),
                    ("continue", next)));
            try
            {
                using var page = await _connection.SendAsync(request, cancellationToken);
                items.AddRange(page.RootElement.GetProperty("items").EnumerateArray().Select(ObjectJson.Read<T>));
                next = ObjectJson.MetadataField(page.RootElement, "continue");
                if (string.IsNullOrEmpty(next))
                    return new ResourceList<T>(items, ObjectJson.ResourceVersion(page.RootElement));
            }
            catch (ApiException e) when (e.IsExpired && next is not null)
            {
                // Reading the pages took longer than the server remembers: read all at once, which cannot grow old.
                items.Clear();
                (next, limit) = (null, null);
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<WatchEvent<T>> WatchAsync<T>(
        Selection selection, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        var timeout = _connection.Options.WatchTimeout * (1 + _random.NextDouble());
        var request = new ApiRequest(HttpMethod.Get, "watch", T.Definition.Plural, ResourcePath.Of(T.Definition, selection.Namespace)
            + ResourcePath.Query(
                ("watch", "true"),
                ("allowWatchBookmarks", "true"),
                ("resourceVersion", resourceVersion),
                ("timeoutSeconds", ((int)timeout.TotalSeconds).ToString()),
                ("labelSelector", Labels(selection)),
                ("fieldSelector", selection.Fields?.ToString())));
        using var response = await _connection.OpenAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = new WatchStream<T>(body, _connection.Options.WatchIdleTimeout, _time, _logger);
        while (await events.ReadAsync(cancellationToken) is { } change)
            yield return change;
    }

    /// <inheritdoc/>
    public Task<T> CreateAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        ResourcePath.Require(T.Definition, obj.Key);
        return SendAsync<T>(
            new ApiRequest(HttpMethod.Post, "create", T.Definition.Plural, ResourcePath.Of(T.Definition, obj.Metadata.Namespace))
            {
                Body = ObjectJson.ForCreate(obj),
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<T> ReviewAsync<T>(T review, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => SendAsync<T>(
            new ApiRequest(HttpMethod.Post, "create", T.Definition.Plural, ResourcePath.Of(T.Definition, @namespace: null))
            {
                Body = ObjectJson.ForCreate(review),
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> ApplyAsync<T>(T obj, ApplyOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => SendAsync<T>(
            new ApiRequest(HttpMethod.Patch, "apply", T.Definition.Plural, ResourcePath.Of(T.Definition, obj.Key)
                + ResourcePath.Query(("fieldManager", options.FieldManager), ("force", options.Force ? "true" : "false")))
            {
                Body = ObjectJson.ForApply(obj),
                ContentType = "application/apply-patch+yaml",
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<T> PatchAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => PatchAsync<T>(key, patch, subresource: null, cancellationToken);

    /// <inheritdoc/>
    public Task<T> PatchStatusAsync<T>(ObjectKey key, Patch patch, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => PatchAsync<T>(key, patch, "status", cancellationToken);

    /// <inheritdoc/>
    public Task<T> UpdateStatusAsync<T>(T obj, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => SendAsync<T>(
            new ApiRequest(HttpMethod.Put, "update", T.Definition.Plural + "/status", ResourcePath.Of(T.Definition, obj.Key, "status"))
            {
                Body = KubernetesJson.ToNode(obj),
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task DeleteAsync<T>(ObjectKey key, DeleteOptions options, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        var request = new ApiRequest(HttpMethod.Delete, "delete", T.Definition.Plural, ResourcePath.Of(T.Definition, key))
        {
            Body = new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "DeleteOptions",
                ["propagationPolicy"] = options.Propagation.ToString(),
                ["gracePeriodSeconds"] = options.GracePeriod is { } grace ? (long)grace.TotalSeconds : null,
                ["preconditions"] = KubernetesJson.ToNode(options.Preconditions),
            },
        };
        using var answer = await _connection.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private Task<T> PatchAsync<T>(ObjectKey key, Patch patch, string? subresource, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource => SendAsync<T>(
            new ApiRequest(
                HttpMethod.Patch,
                "patch",
                subresource is null ? T.Definition.Plural : $"{T.Definition.Plural}/{subresource}",
                ResourcePath.Of(T.Definition, key, subresource))
            {
                Body = patch.ToJson(),
                ContentType = patch.ContentType,
            },
            cancellationToken);

    private async Task<T> SendAsync<T>(ApiRequest request, CancellationToken cancellationToken)
        where T : KubernetesObject, IResource
    {
        using var answer = await _connection.SendAsync(request, cancellationToken);
        return ObjectJson.Read<T>(answer.RootElement);
    }

    private static string? Labels(Selection selection) =>
        selection.Labels is { MatchLabels.Count: > 0 } labels ? labels.ToString() : null;
}
