namespace TelegramParser.Operator.Conditions;

/// <summary>Why something is not as asked.</summary>
/// <param name="Reason">A constant of <c>Reasons</c>.</param>
/// <param name="Message">What is wrong and what to do.</param>
internal sealed record Problem(string Reason, string Message);
