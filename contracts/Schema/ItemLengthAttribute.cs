namespace TelegramParser.Contracts.Schema;

/// <summary>How long each text of a list may be.</summary>
/// <param name="shortest">In characters.</param>
/// <param name="longest">In characters.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemLengthAttribute(int shortest, int longest) : Attribute
{
    /// <summary>Fewest characters.</summary>
    public int Shortest { get; } = shortest;

    /// <summary>Most characters.</summary>
    public int Longest { get; } = longest;
}
