using System.Text.Json;
using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>Reading inside of a converter.</summary>
internal static class ReaderExtensions
{
    /// <summary>
    /// Reads the value that the reader stands at. Unlike <see cref="JsonSerializer"/>, which would first look for the value's end and so
    /// walk through everything twice.
    /// </summary>
    /// <exception cref="JsonException">The value is not of the type.</exception>
    /// <exception cref="InvalidOperationException">A part of the value has another kind than its property.</exception>
    /// <exception cref="FormatException">A number is out of its property's range.</exception>
    public static T ReadAs<T>(this ref Utf8JsonReader reader, JsonSerializerOptions options)
        where T : class =>
        ((JsonConverter<T>)options.GetTypeInfo(typeof(T)).Converter).Read(ref reader, typeof(T), options)
        ?? throw new JsonException($"There is no {typeof(T).Name}.");
}
