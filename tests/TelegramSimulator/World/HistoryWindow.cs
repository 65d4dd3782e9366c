namespace TelegramParser.TelegramSimulator.World;

/// <summary>
/// The part of a history that <c>messages.getHistory</c> asks for (https://core.telegram.org/api/offsets): from newest
/// to oldest, starting at the first post older than the offset, moved by <see cref="AddOffset"/>. Zero means unset.
/// </summary>
public sealed record HistoryWindow(
    int OffsetId = 0, int OffsetDate = 0, int AddOffset = 0, int Limit = 100, int MaxId = 0, int MinId = 0);

/// <param name="Posts">From newest to oldest.</param>
/// <param name="Total">How many posts the channel has.</param>
public sealed record HistoryPage(IReadOnlyList<Post> Posts, int Total);
