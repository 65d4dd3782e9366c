using TelegramParser.Operator.Workers;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Workers;

/// <summary>The workers of users that a request names.</summary>
internal static class UserWorkers
{
    /// <summary>Where a user's worker is reached; a problem when it has none.</summary>
    public static WorkerAddress Worker(this UserOverview user)
    {
        var (_, ns, name) = user.User.Key;
        if (user.User.OrphanedAt is not null)
            throw WorkerProblems.Orphaned(ns, name);
        return WorkerAddress.Find(user) ?? throw WorkerProblems.NotStarted(ns, name);
    }
}
