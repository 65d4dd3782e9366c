using System.Globalization;
using TelegramParser.Bench.Soak;

var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 60;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;
var result = await SoakRun.RunAsync(TimeSpan.FromMinutes(minutes), seed);
Console.WriteLine(result);
foreach (var problem in result.Problems)
    await Console.Error.WriteLineAsync(problem);
return result.Problems.Count == 0 ? 0 : 1;
