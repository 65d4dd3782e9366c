using System.CommandLine;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.Cli;

/// <summary><c>operator migrate</c>: brings the database's schema up to date.</summary>
internal static class MigrateCommand
{
    /// <summary>The verb.</summary>
    public static Command Build()
    {
        var database = CommonSettings.Database();
        var command = new Command("migrate", "Bring the database's schema up to date.");
        database.AddTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var source = OperatorDatabase.Open(database.Require(result), "tgparser-migrate", maxPoolSize: 2);
            var applied = await OperatorDatabase.MigrateAsync(source, cancellationToken);
            await result.InvocationConfiguration.Output.WriteLineAsync(
                applied.Count == 0 ? "The schema is up to date." : $"Applied {string.Join(", ", applied)}.");
        });
        return command;
    }
}
