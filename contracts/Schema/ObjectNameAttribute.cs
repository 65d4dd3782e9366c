namespace TelegramParser.Contracts.Schema;

/// <summary>What <c>metadata.name</c> of a kind must be beyond what Kubernetes asks of every name.</summary>
/// <param name="pattern">Regular expression of the whole name.</param>
/// <param name="maximumLength">Longest name, in characters.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectNameAttribute(string pattern, int maximumLength) : Attribute
{
    /// <summary>Regular expression of the whole name.</summary>
    public string Pattern { get; } = pattern;

    /// <summary>Longest name, in characters.</summary>
    public int MaximumLength { get; } = maximumLength;
}
