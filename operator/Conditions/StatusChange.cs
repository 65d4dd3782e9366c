using System.Text.Json.Nodes;

namespace TelegramParser.Operator.Conditions;

/// <summary>Whether a status is to be written.</summary>
/// <param name="Write">Write it now.</param>
/// <param name="LookAgain">It is not written yet; after this time it is.</param>
internal sealed record StatusChange(bool Write, TimeSpan? LookAgain = null)
{
    /// <summary>Compares two versions of a status. Transitions are written at once, volatile fields only every so often.</summary>
    /// <param name="before">As last written; null when never.</param>
    /// <param name="after">As it is.</param>
    /// <param name="volatileFields">Names of counts and times, which change with every parse.</param>
    /// <param name="sinceLastWrite">Time since the last write; null when there was none.</param>
    /// <param name="interval">Shortest time between two writes for volatile fields alone.</param>
    public static StatusChange Between(
        JsonObject? before,
        JsonObject after,
        IReadOnlyCollection<string> volatileFields,
        TimeSpan? sinceLastWrite,
        TimeSpan interval)
    {
        if (JsonNode.DeepEquals(before, after))
            return new StatusChange(Write: false);
        if (before is null || !JsonNode.DeepEquals(Without(before, volatileFields), Without(after, volatileFields)))
            return new StatusChange(Write: true);
        return sinceLastWrite is { } since && since < interval
            ? new StatusChange(Write: false, interval - since)
            : new StatusChange(Write: true);
    }

    private static JsonObject Without(JsonObject status, IReadOnlyCollection<string> fields)
    {
        var rest = status.DeepClone().AsObject();
        foreach (var field in fields)
            rest.Remove(field);
        return rest;
    }
}
