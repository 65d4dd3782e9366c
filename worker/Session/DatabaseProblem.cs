using Npgsql;

namespace TelegramParser.Worker.Session;

/// <summary>What is wrong with the database, in words that conditions, the API and pages show. Postgres' own are among them; they hold no password.</summary>
internal static class DatabaseProblem
{
    /// <summary>One or two sentences: what is wrong, and what to do where it does not pass by itself.</summary>
    public static string Of(NpgsqlException e)
    {
        var told = e.Message.TrimEnd('.');
        return e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification
            ? $"Postgres refuses the worker's role or its password ({told}). Put the workers' database URL right, or the role in Postgres."
            : $"The database refused or did not answer: {told}.";
    }
}
