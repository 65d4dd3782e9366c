using System.Text.Json;

namespace TelegramParser.KubernetesTests.EndToEnd;

/// <summary>Reads conditions of objects as kubectl prints them.</summary>
internal static class Conditions
{
    /// <summary>Whether a condition is there and True.</summary>
    public static bool IsTrue(JsonElement obj, string type) => Find(obj, type) is ("True", _);

    /// <summary>The message of a condition that is there.</summary>
    public static string MessageOf(JsonElement obj, string type) => obj.GetProperty("status").GetProperty("conditions").EnumerateArray()
        .Single(condition => condition.GetProperty("type").GetString() == type).GetProperty("message").GetString()!;

    /// <summary>Status and reason (pods give none when all is well) of a condition; null when it is not there.</summary>
    public static (string Status, string Reason)? Find(JsonElement obj, string type)
    {
        if (!obj.TryGetProperty("status", out var status) || !status.TryGetProperty("conditions", out var conditions))
            return null;
        foreach (var condition in conditions.EnumerateArray())
        {
            if (condition.GetProperty("type").GetString() == type)
                return (condition.GetProperty("status").GetString()!, condition.TryGetProperty("reason", out var reason) ? reason.GetString()! : "");
        }
        return null;
    }
}
