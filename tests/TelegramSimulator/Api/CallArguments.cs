using System.Globalization;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>What the record of calls keeps of a query: numbers and flags, and which channel it is about.</summary>
internal static class CallArguments
{
    public static IReadOnlyDictionary<string, string> Of(TlObject request)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Fields)
        {
            switch (value)
            {
                case int number:
                    arguments[name] = number.ToString(CultureInfo.InvariantCulture);
                    break;
                case bool flag:
                    arguments[name] = flag ? "true" : "false";
                    break;
                case TlObject { Name: "inputChannel" or "inputPeerChannel" } channel:
                    arguments["channel_id"] = channel.Long("channel_id").ToString(CultureInfo.InvariantCulture);
                    break;
            }
        }
        return arguments;
    }
}
