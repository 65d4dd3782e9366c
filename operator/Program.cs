using System.CommandLine;
using Microsoft.Extensions.Options;
using TelegramParser.Operator.Cli;
using TelegramParser.Operator.Configuration;

var root = new RootCommand("The Telegram parser operator. Every option is also an environment variable, named in brackets.")
{
    RunCommand.Build(),
    StandaloneCommand.Build(),
    WebCommand.Build(),
    MigrateCommand.Build(),
    ImportCommand.Build(),
    ChannelsCommand.Build(),
    CrdsCommand.Build(),
    SecretsCommand.Build(),
    ProbeCommand.Build(),
};
try
{
    // A channel's @name is no file of arguments.
    return await root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // Workers close their Telegram clients before they end.
        ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
    });
}
catch (Exception e) when (e is UserErrorException or InvalidDataException or OptionsValidationException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync($"operator: {e.Message}");
    return 1;
}
