using System.Globalization;
using TelegramParser.Bench.Operator;

var users = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1000;
return await OperatorBench.RunAsync(users);
