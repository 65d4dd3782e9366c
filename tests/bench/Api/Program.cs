using System.Globalization;
using TelegramParser.Bench.Api;

var posts = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
var requests = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 200;
Console.WriteLine(await ApiBench.RunAsync(posts, requests));
