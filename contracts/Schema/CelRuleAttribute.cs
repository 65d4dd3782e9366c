namespace TelegramParser.Contracts.Schema;

/// <summary>
/// A rule of a field, or of every value of a type, that takes more than one field to check: <c>x-kubernetes-validations</c>
/// (https://kubernetes.io/docs/reference/using-api/cel/). Servers before 1.25 drop it, so that the controllers check the same again.
/// </summary>
/// <param name="rule">The expression that must be true of <c>self</c>; <c>oldSelf</c> is the value before an update.</param>
/// <param name="message">What is wrong and what to write instead.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class CelRuleAttribute(string rule, string message) : Attribute
{
    /// <summary>The expression.</summary>
    public string Rule { get; } = rule;

    /// <summary>What is wrong and what to write instead.</summary>
    public string Message { get; } = message;
}
