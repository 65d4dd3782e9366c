namespace TelegramParser.Storage.Sessions;

/// <summary>A wait that Telegram has asked for and that has not passed.</summary>
/// <param name="Method">Kind of call, see <c>FloodWaitStatus</c>.</param>
/// <param name="Until">When it ends, by the database's clock.</param>
public sealed record FloodWaitRow(string Method, DateTimeOffset Until);

/// <summary>What is left of such a wait: to be counted by whoever has to keep it, without its wall clock.</summary>
/// <param name="Method">Kind of call, see <c>FloodWaitStatus</c>.</param>
/// <param name="Left">How long it still lasts.</param>
public sealed record FloodWaitLeft(string Method, TimeSpan Left);
