using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Workers;

/// <summary>Where the worker of one user is reached, and whose it is.</summary>
/// <param name="Namespace">Namespace of the TelegramUser.</param>
/// <param name="Name">Name of the TelegramUser.</param>
/// <param name="Url">Base address of its control API.</param>
internal sealed record WorkerAddress(string Namespace, string Name, Uri Url)
{
    /// <summary>The address that the worker has left in Postgres; a problem when there is none.</summary>
    public static WorkerAddress Of(UserOverview user)
    {
        var (_, ns, name) = user.User.Key;
        if (user.User.OrphanedAt is not null)
            throw WorkerProblems.Orphaned(ns, name);
        return Uri.TryCreate(user.Session?.ControlUrl, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps
            ? new WorkerAddress(ns, name, url)
            : throw WorkerProblems.NotStarted(ns, name);
    }
}
