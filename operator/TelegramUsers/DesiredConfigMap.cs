using System.Text.Json;
using TelegramParser.Contracts.Workers;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>The ConfigMap that holds <c>worker.json</c>.</summary>
internal static class DesiredConfigMap
{
    /// <summary>The manifest.</summary>
    public static ConfigMap Build(TelegramUser user, WorkerSettings settings) => new()
    {
        Metadata = ChildNames.Metadata(user),
        Data = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ChildNames.SettingsFile] = WorkerSettingsJson.Serialize(settings),
        },
    };

    /// <summary>The settings that a ConfigMap holds; null when it holds none that can be read.</summary>
    public static WorkerSettings? SettingsOf(ConfigMap? configMap)
    {
        if (configMap?.Data?.GetValueOrDefault(ChildNames.SettingsFile) is not { } json)
            return null;
        try
        {
            return WorkerSettingsJson.Deserialize(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
