using TelegramParser.Bench.Parse;

// What the figures of one run have in common: this machine, this simulator, this Postgres.
var posts = args.Length > 0 ? int.Parse(args[0]) : 200_000;
Console.WriteLine(await ParseBench.RunAsync(posts));
