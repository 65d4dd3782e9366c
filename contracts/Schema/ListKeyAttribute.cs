namespace TelegramParser.Contracts.Schema;

/// <summary>The items of a list are told apart by a field: server-side apply merges them by it.</summary>
/// <param name="field">Name of the field in JSON.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListKeyAttribute(string field) : Attribute
{
    /// <summary>Name of the field in JSON.</summary>
    public string Field { get; } = field;
}
