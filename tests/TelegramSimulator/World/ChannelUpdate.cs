namespace TelegramParser.TelegramSimulator.World;

public enum ChannelUpdateKind { New, Edited, Deleted }

/// <summary>
/// One change of a channel's posts. After it the channel's <c>pts</c> is <paramref name="Pts"/>, larger by
/// <paramref name="PtsCount"/> (https://core.telegram.org/api/updates).
/// </summary>
public sealed record ChannelUpdate(ChannelUpdateKind Kind, int Pts, int PtsCount, IReadOnlyList<int> PostIds);

/// <summary>What a client missed since its <c>pts</c>; too long when it must read the history anew.</summary>
public sealed record ChannelDifference(int Pts, bool IsTooLong, IReadOnlyList<ChannelUpdate> Updates);
