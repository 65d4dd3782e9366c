using System.CommandLine;
using System.Globalization;
using TelegramParser.Operator.Configuration;
using TelegramParser.Operator.Web;

namespace TelegramParser.Operator.Cli;

/// <summary>What the web server allows and keeps.</summary>
internal sealed class WebSettings
{
    private readonly Setting _requestsPerMinute = new(
        "--requests-per-minute", "TGPARSER_REQUESTS_PER_MINUTE", "Requests that each token of the REST API may send a minute; 0 for any number.", "1200");
    private readonly Setting _auditDays = new(
        "--audit-days", "TGPARSER_AUDIT_DAYS", "Days for which commands stay recorded.", "90");

    private readonly Setting _publicUrl = new(
        "--public-url", "TGPARSER_PUBLIC_URL", "Where people reach the web server, a URL without a path: feeds link to it. Without it, to where a request was sent.");

    /// <summary>The options.</summary>
    public IEnumerable<Setting> All => [_publicUrl, _requestsPerMinute, _auditDays];

    /// <summary>Adds what they say to the web server's options.</summary>
    /// <exception cref="UserErrorException">One of them cannot be used.</exception>
    public WebOptions AddTo(WebOptions options, ParseResult result) => options with
    {
        PublicUrl = _publicUrl.Find(result),
        RequestsPerMinute = Number(_requestsPerMinute, result, least: 0),
        AuditKept = TimeSpan.FromDays(Number(_auditDays, result, least: 1)),
    };

    private static int Number(Setting setting, ParseResult result, int least) =>
        int.TryParse(setting.Require(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw new UserErrorException($"{setting.Name} is not a whole number from {least}.");
}
