using System.Globalization;
using TelegramParser.Bench.Parse;

// What the figures of one run have in common: this machine, this simulator, this Postgres.
int Argument(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
// Rest: longer than the worker waits until it gives memory back.
// Memory: the limit that the chart gives a worker.
Console.WriteLine(await ParseBench.RunAsync(
    posts: Argument(0, 200_000), turns: Argument(1, 2), rest: TimeSpan.FromSeconds(Argument(2, 150)), memoryMb: Argument(3, 512)));
