namespace TelegramParser.Contracts.Schema;

/// <summary>A column of <c>kubectl get</c>, in the order of declaration.</summary>
/// <param name="name">Its heading.</param>
/// <param name="type">One of <see cref="ColumnTypes"/>.</param>
/// <param name="jsonPath">Where its value is.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PrinterColumnAttribute(string name, string type, string jsonPath) : Attribute
{
    /// <summary>Its heading.</summary>
    public string Name { get; } = name;

    /// <summary>One of <see cref="ColumnTypes"/>.</summary>
    public string Type { get; } = type;

    /// <summary>Where its value is.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>Whether it is shown with <c>-o wide</c> only.</summary>
    public bool Wide { get; init; }
}

/// <summary>Types of columns. A date is shown as the time since then, so it must not lie in the future.</summary>
public static class ColumnTypes
{
    /// <summary>Text.</summary>
    public const string Text = "string";

    /// <summary>A whole number.</summary>
    public const string Integer = "integer";

    /// <summary>An instant in the past.</summary>
    public const string Date = "date";
}
