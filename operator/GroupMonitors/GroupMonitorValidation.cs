using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Bindings;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.GroupMonitors;

/// <summary>What the resource's schema cannot check, or an old API server does not.</summary>
internal static class GroupMonitorValidation
{
    /// <summary>All that is wrong with a spec, in one message; null when it can be used.</summary>
    public static Problem? Check(GroupMonitor monitor)
    {
        string[] errors = [.. Errors(monitor)];
        return errors.Length == 0 ? null : new Problem(Reasons.InvalidSpec, string.Join(' ', errors));
    }

    private static IEnumerable<string> Errors(GroupMonitor monitor)
    {
        var spec = monitor.Spec;
        foreach (var error in BoundValidation.Errors(monitor))
            yield return error;
        if (BoundValidation.ChatError(spec.Group) is not null)
            yield return $"spec.group '{spec.Group}' is not a group. Write @name, https://t.me/name, an invite link (https://t.me/+hash) or a numeric id (-1001234567890).";
        if (spec.ContextMessages is < 0 or > GroupMonitorSpec.MostContextMessages)
            yield return $"spec.contextMessages {spec.ContextMessages} is out of range. Give 0 to {GroupMonitorSpec.MostContextMessages}.";
        if (spec.Triggers?.Error() is { } triggersError)
            yield return $"spec.{triggersError}";
        if (spec.Notify?.Error() is { } notifyError)
            yield return $"spec.{notifyError}";
    }
}
