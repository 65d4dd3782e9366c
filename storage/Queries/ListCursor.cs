namespace TelegramParser.Storage.Queries;

/// <summary>Where a page of a list ended.</summary>
/// <param name="Date">Date of its last post or mention.</param>
/// <param name="Id">Number of that.</param>
public sealed record ListCursor(DateTimeOffset Date, long Id);
