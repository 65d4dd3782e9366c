using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Kubernetes.Core;

/// <summary>Who holds something, and for how long at most.</summary>
public sealed record Lease() : KubernetesObject(Definition), IResource
{
    /// <inheritdoc/>
    public static ResourceDefinition Definition { get; } = new("coordination.k8s.io", "v1", "Lease", "leases");

    /// <summary>The claim.</summary>
    public LeaseSpec? Spec { get; init; }
}

/// <summary>A claim on a <see cref="Lease"/>.</summary>
public sealed record LeaseSpec
{
    /// <summary>Who holds it; nobody when empty.</summary>
    public string? HolderIdentity { get; init; }

    /// <summary>Seconds after which it may be taken over, from the last change that the taker has seen.</summary>
    public int? LeaseDurationSeconds { get; init; }

    /// <summary>When the holder took it, by the holder's clock.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? AcquireTime { get; init; }

    /// <summary>When the holder last said that it is alive, by the holder's clock.</summary>
    [JsonConverter(typeof(MicroTimeConverter))]
    public DateTimeOffset? RenewTime { get; init; }

    /// <summary>How often the holder changed.</summary>
    public int? LeaseTransitions { get; init; }
}

/// <summary><c>metav1.MicroTime</c>: RFC 3339 with six digits of a second, no more and no less.</summary>
internal sealed class MicroTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
}
