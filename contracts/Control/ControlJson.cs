using System.Text.Json.Serialization;

namespace TelegramParser.Contracts.Control;

/// <summary>JSON of the control API, in snake_case, made at compile time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnumConverter<SessionState>)])]
[JsonSerializable(typeof(ParseCommand))]
[JsonSerializable(typeof(ParseReport))]
[JsonSerializable(typeof(RetryReport))]
[JsonSerializable(typeof(WakeReport))]
[JsonSerializable(typeof(DialogReport))]
[JsonSerializable(typeof(WorkerStatus))]
[JsonSerializable(typeof(LoginStatus))]
[JsonSerializable(typeof(LoginPhone))]
[JsonSerializable(typeof(LoginCode))]
[JsonSerializable(typeof(LoginPassword))]
[JsonSerializable(typeof(ControlError))]
public sealed partial class ControlJson : JsonSerializerContext;

/// <summary>Writes an enum's members in snake_case: <c>WaitingForCode</c> as <c>waiting_for_code</c>.</summary>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
