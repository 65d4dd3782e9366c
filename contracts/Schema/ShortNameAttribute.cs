namespace TelegramParser.Contracts.Schema;

/// <summary>What a kind may be called in <c>kubectl</c> commands.</summary>
/// <param name="name">Lower case, short.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ShortNameAttribute(string name) : Attribute
{
    /// <summary>Lower case, short.</summary>
    public string Name { get; } = name;
}
