using System.Text;
using TelegramParser.Harness;

namespace TelegramParser.IntegrationTests.Web.Feeds;

/// <summary>RFC 4287's grammar of feeds, and libxml2, which checks documents by it.</summary>
internal static class AtomSchema
{
    private static readonly string Grammar = Path.Combine(Repository.Root, "tests", "Integration", "Web", "Feeds", "atom.rng");

    /// <summary>Checks a document.</summary>
    /// <exception cref="CommandException">It is not valid; the message says where.</exception>
    public static Task ValidateAsync(byte[] document) =>
        Command.RunAsync("xmllint", ["--noout", "--nonet", "--relaxng", Grammar, "-"], Encoding.UTF8.GetString(document));
}
