using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Contracts.Workers;

/// <summary>Reads, writes and hashes <c>worker.json</c>.</summary>
public static class WorkerSettingsJson
{
    /// <summary>The settings as <c>worker.json</c>; equal settings give equal text.</summary>
    public static string Serialize(WorkerSettings settings) =>
        JsonSerializer.Serialize(settings, WorkerSettingsContext.Default.WorkerSettings);

    /// <summary>Parses <c>worker.json</c>.</summary>
    /// <exception cref="JsonException">The text is not JSON, lacks a required field or has an unknown one.</exception>
    public static WorkerSettings Deserialize(string json) =>
        JsonSerializer.Deserialize(json, WorkerSettingsContext.Default.WorkerSettings) switch
        {
            null => throw new JsonException("worker.json holds null instead of an object."),
            { } settings when settings.Subscriptions.Contains(null) => throw new JsonException("subscriptions hold null instead of an object."),
            { } settings when settings.Monitors?.Contains(null) == true => throw new JsonException("monitors hold null instead of an object."),
            { } settings => settings,
        };

    /// <summary>SHA-256 of the settings' text, 64 hex digits: what <c>Synced</c> compares.</summary>
    public static string Hash(WorkerSettings settings) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Serialize(settings))));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    WriteIndented = true,
    NewLine = "\n")]
[JsonSerializable(typeof(WorkerSettings))]
internal sealed partial class WorkerSettingsContext : JsonSerializerContext;
