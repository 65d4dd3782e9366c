using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Sessions;

/// <summary>A wait that Telegram has asked for and that has not passed.</summary>
/// <param name="Method">Kind of call, see <c>FloodWaitStatus</c>.</param>
/// <param name="Until">When it ends.</param>
public sealed record FloodWaitRow(string Method, DateTimeOffset Until)
{
    internal static FloodWaitRow Read(NpgsqlDataReader row) => new(row.Get<string>("method"), row.Get<DateTimeOffset>("until"));
}
