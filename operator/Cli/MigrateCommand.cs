using System.CommandLine;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Setup;
using TelegramParser.Storage.Roles;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator migrate</c>: brings the database's schema and roles up to date.</summary>
internal sealed class MigrateCommand
{
    private readonly Setting _database = CommonSettings.Database();
    private readonly Dictionary<DatabaseRole, Setting> _roles = new()
    {
        [DatabaseRole.Operator] = Role("operator", "the controllers"),
        [DatabaseRole.Web] = Role("web", "the web server"),
        [DatabaseRole.Worker] = Role("worker", "workers"),
    };
    private readonly Setting _wait = new(
        "--wait", "TGPARSER_DATABASE_WAIT", "How long to wait for a Postgres that cannot be reached, seconds.", "60");

    /// <summary>The verb.</summary>
    public static Command Build() => new MigrateCommand().ToCommand();

    private Command ToCommand()
    {
        var command = new Command("migrate", "Bring the database's schema up to date, and the roles that are named.");
        Setting[] settings = [_database, .. _roles.Values, _wait];
        foreach (var setting in settings)
            setting.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        await using var database = OperatorDatabase.Open(_database.Require(result), "tgparser-migrate", maxPoolSize: 2);
        var roles = _roles
            .Where(role => role.Value.Find(result) is not null)
            .ToDictionary(role => role.Key, role => role.Value.Require(result));
        var setup = new DatabaseSetup(TimeProvider.System, result.InvocationConfiguration.Output.WriteLine);
        await setup.RunAsync(database, roles, TimeSpan.FromSeconds(_wait.RequireNumber(result)), cancellationToken);
    }

    private static Setting Role(string name, string of) => new(
        $"--{name}-database", $"TGPARSER_{name.ToUpperInvariant()}_DATABASE",
        $"Postgres as {of} are told it: its role is made if it may be, and given what is needed.");
}
