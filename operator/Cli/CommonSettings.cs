using System.CommandLine;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary>Settings that several verbs have.</summary>
internal static class CommonSettings
{
    /// <summary>Where Postgres is: on this machine, unless told otherwise.</summary>
    public static Setting Database() => new(
        "--database", "TGPARSER_DATABASE", "Postgres: a postgres:// URL or an Npgsql connection string.",
        $"Host=/var/run/postgresql;Database=tgparser;Username={Environment.UserName}");

    /// <summary>Name of the installation.</summary>
    public static Setting Installation() => new(
        "--installation", "TGPARSER_INSTALLATION", "Name of this installation; several may share a database.", "default");

    /// <summary>Address of the web server.</summary>
    public static Setting Listen(string fallback) => new(
        "--listen", "TGPARSER_LISTEN", "Address and port of the REST API and the login pages.", fallback);

    /// <summary>File of the API token.</summary>
    public static Setting ApiTokenFile() => new(
        "--api-token-file", "TGPARSER_API_TOKEN_FILE",
        "File with the bearer token of the REST API. Without one, only this machine is served.");

    /// <summary>The API token; null when there is none.</summary>
    public static string? ReadApiToken(this Setting file, ParseResult result) =>
        file.Find(result) is { } path ? ReadFile(path).Trim() : null;

    /// <summary>A file's text.</summary>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path} cannot be read: {e.Message}", e);
        }
    }
}
