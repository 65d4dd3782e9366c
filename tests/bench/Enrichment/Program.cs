using System.Globalization;
using TelegramParser.Bench.Enrichment;

int Argument(int index, int otherwise) =>
    args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;
Console.WriteLine(await EnrichmentBench.RunAsync(posts: Argument(0, 50_000), turns: Argument(1, 5)));
