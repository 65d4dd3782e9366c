using System.Security.Cryptography;
using System.Text;

namespace TelegramParser.Storage.Migrations;

/// <summary>One numbered SQL file of this folder, embedded in the assembly.</summary>
/// <param name="Name">File name without <c>.sql</c>, such as <c>0001_initial</c>.</param>
/// <param name="Sql">Its content.</param>
internal sealed record Migration(string Name, string Sql)
{
    private const string Prefix = "TelegramParser.Storage.Migrations.";

    /// <summary>SHA-256 of the content, hex.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));

    /// <summary>All migrations in the order in which they are applied.</summary>
    public static IReadOnlyList<Migration> All { get; } =
    [
        .. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(Load),
    ];

    private static Migration Load(string resource)
    {
        using var reader = new StreamReader(typeof(Migration).Assembly.GetManifestResourceStream(resource)!);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Migration(resource[Prefix.Length..^".sql".Length], sql);
    }
}
