using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Http;

/// <summary>Which part of a container's output.</summary>
/// <param name="Container">The container; may be left out where the pod has one.</param>
/// <param name="Follow">Goes on with what is written later, until the container ends.</param>
/// <param name="Previous">Of the run before the last restart.</param>
/// <param name="TailLines">Only the last lines.</param>
/// <param name="SinceSeconds">Only of the last seconds.</param>
public sealed record PodLogOptions(
    string? Container = null, bool Follow = false, bool Previous = false, int? TailLines = null, int? SinceSeconds = null);

/// <summary>What containers write to their standard output and error.</summary>
public sealed class PodLogs
{
    private readonly ApiConnection _connection;

    internal PodLogs(ApiConnection connection) => _connection = connection;

    /// <summary>Opens a container's output as UTF-8 text. The caller disposes the stream.</summary>
    public async Task<Stream> OpenAsync(ObjectKey pod, PodLogOptions options, CancellationToken cancellationToken)
    {
        var query = ResourcePath.Query(
            ("container", options.Container),
            ("follow", options.Follow ? "true" : null),
            ("previous", options.Previous ? "true" : null),
            ("tailLines", options.TailLines?.ToString()),
            ("sinceSeconds", options.SinceSeconds?.ToString()));
        var request = new ApiRequest(HttpMethod.Get, "get", "pods/log", ResourcePath.Of(Pod.Definition, pod, "log") + query) { Accept = "*/*" };
        var response = await _connection.OpenAsync(request, cancellationToken);
        // The content's stream ends the answer when it is disposed.
        return await response.Content.ReadAsStreamAsync(cancellationToken);
    }
}
