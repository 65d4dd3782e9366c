using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Workers;

/// <summary>Where the worker of one user is reached, and whose it is.</summary>
/// <param name="Namespace">Namespace of the TelegramUser.</param>
/// <param name="Name">Name of the TelegramUser.</param>
/// <param name="Url">Base address of its control API.</param>
internal sealed record WorkerAddress(string Namespace, string Name, Uri Url)
{
    /// <summary>The address that the worker has left in Postgres; null when there is none.</summary>
    public static WorkerAddress? Find(UserOverview user) =>
        Uri.TryCreate(user.Session?.ControlUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            ? new WorkerAddress(user.User.Key.Namespace, user.User.Key.Name, url)
            : null;
}
