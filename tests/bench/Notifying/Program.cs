using System.Globalization;
using TelegramParser.Bench.Notifying;

int Argument(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
Console.WriteLine(await NotifyingBench.RunAsync(posts: Argument(0, 30_000), turns: Argument(1, 5)));
