using System.CommandLine;
using TelegramParser.TelegramSimulator.Data;

namespace TelegramParser.TelegramSimulator;

/// <summary><c>telegram-simulator generate</c>: writes a data set of any size.</summary>
internal static class GenerateCommand
{
    private static readonly Option<int> Channels = new("--channels") { Description = "How many channels.", DefaultValueFactory = _ => 20 };

    private static readonly Option<int> Posts = new("--posts") { Description = "How many posts each channel has.", DefaultValueFactory = _ => 1000 };

    private static readonly Option<int> Accounts = new("--accounts") { Description = "How many accounts.", DefaultValueFactory = _ => 1 };

    private static readonly Option<int> Seed = new("--seed") { Description = "The same seed makes the same data.", DefaultValueFactory = _ => 1 };

    private static readonly Argument<FileInfo> Output = new("file") { Description = "The file of JSON lines to write." };

    public static Command Create()
    {
        var command = new Command("generate", "Write a data set for load tests.") { Output, Channels, Posts, Accounts, Seed };
        command.SetAction((arguments, cancellation) => DataSet.SaveAsync(
            arguments.GetRequiredValue(Output).FullName,
            WorldGenerator.Create(
                TimeProvider.System, arguments.GetValue(Channels), arguments.GetValue(Posts), arguments.GetValue(Accounts), arguments.GetValue(Seed)),
            cancellation));
        return command;
    }
}
