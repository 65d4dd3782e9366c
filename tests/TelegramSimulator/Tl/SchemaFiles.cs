namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>Finds the schema that npm brings. It is Telegram's, so it is never part of the repository.</summary>
public static class SchemaFiles
{
    /// <summary>Names a schema file to use in place of the one in <c>schema/node_modules</c>.</summary>
    public const string Variable = "TGSIM_SCHEMA";

    private const string RepositoryPath = "tests/TelegramSimulator/schema";
    private const string InPackage = "node_modules/@mtcute/core/tl/api-schema.json";

    /// <summary>The file named by <c>TGSIM_SCHEMA</c>, else the one below this program's repository.</summary>
    /// <exception cref="SchemaException">There is none; the message says what to run.</exception>
    public static string Locate()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
            return File.Exists(named) ? named : throw new SchemaException($"{Variable} names {named}, which does not exist.");

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, RepositoryPath, InPackage);
            if (File.Exists(path))
                return path;
        }
        throw new SchemaException(
            $"Telegram's TL schema is missing. Run `npm ci` in {RepositoryPath}, or set {Variable} to an api-schema.json.");
    }
}
