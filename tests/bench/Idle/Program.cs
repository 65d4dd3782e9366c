using TelegramParser.Bench.Idle;

var workers = args.Length > 0 ? int.Parse(args[0]) : 1000;
var direct = await IdleBench.RunAsync(workers, behindPgBouncer: false);
var pooled = await IdleBench.RunAsync(workers, behindPgBouncer: true);
Console.WriteLine($"workers={workers} {direct} | {pooled}");
