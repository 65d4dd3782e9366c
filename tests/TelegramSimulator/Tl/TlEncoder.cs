using System.Collections;

namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>
/// Writes objects in one layer. Fields that the layer lacks are dropped and mandatory ones that are missing get a
/// default (zero, empty, or the type's "empty" constructor), so that one object serves every layer.
/// </summary>
internal static class TlEncoder
{
    public static byte[] Encode(TlSchema schema, TlObject value)
    {
        var writer = new TlWriter();
        WriteBoxed(schema, writer, value);
        return writer.ToArray();
    }

    /// <summary>The answer of a method: an object, a Bool or a vector, as the method's result type says.</summary>
    public static byte[] EncodeResult(TlSchema schema, TlType result, object value)
    {
        var writer = new TlWriter();
        WriteValue(schema, writer, result, value, "result");
        return writer.ToArray();
    }

    private static void WriteBoxed(TlSchema schema, TlWriter writer, TlObject value)
    {
        var constructor = schema.Constructor(value.Name)
            ?? throw new SchemaException($"layer {schema.Layer} has no constructor {value.Name}");
        writer.Id(constructor.Id);
        Span<uint> flags = stackalloc uint[TlConstructor.MostFlags];
        foreach (var field in constructor.Fields)
        {
            if (field.FlagsIndex >= 0 && IsPresent(value[field.Name]))
                flags[field.FlagsIndex] |= 1u << field.Bit;
        }
        var next = 0;
        foreach (var field in constructor.Fields)
        {
            if (field.Type.Kind == TlKind.Flags)
                writer.Id(flags[next++]);
            // Fields that share a bit are all there or none is.
            else if (field.FlagsIndex < 0 || (flags[field.FlagsIndex] >> field.Bit & 1) != 0)
                WriteValue(schema, writer, field.Type, value[field.Name], field.Name);
        }
    }

    private static bool IsPresent(object? value) => value is not (null or false);

    private static void WriteValue(TlSchema schema, TlWriter writer, TlType type, object? value, string field)
    {
        switch (type.Kind)
        {
            case TlKind.True:
                break;
            case TlKind.Int:
                writer.Int(value is DateTimeOffset date ? (int)date.ToUnixTimeSeconds() : Convert.ToInt32(value));
                break;
            case TlKind.Long:
                writer.Long(Convert.ToInt64(value));
                break;
            case TlKind.Double:
                writer.Double(Convert.ToDouble(value));
                break;
            case TlKind.String:
                writer.String(TextOf(value));
                break;
            case TlKind.Bytes:
                writer.Bytes(value as byte[] ?? []);
                break;
            case TlKind.Int128 or TlKind.Int256:
                writer.Raw(value as byte[] ?? new byte[type.Kind == TlKind.Int128 ? 16 : 32]);
                break;
            case TlKind.Bool:
                writer.Bool(value is true);
                break;
            case TlKind.Vector:
                WriteVector(schema, writer, type.Element!, value, field);
                break;
            default:
                WriteObject(schema, writer, type, value, field);
                break;
        }
    }

    /// <summary>Older layers have a plain string where newer ones have a small object around it.</summary>
    private static string TextOf(object? value) => value switch
    {
        TlObject { Name: "textWithEntities" } text => text.Text("text"),
        TlObject { Name: "reactionEmoji" } reaction => reaction.Text("emoticon"),
        _ => value as string ?? "",
    };

    private static void WriteVector(TlSchema schema, TlWriter writer, TlType element, object? value, string field)
    {
        var values = value is IEnumerable sequence ? sequence.Cast<object?>().ToList() : [];
        writer.Id(TlIds.Vector).Int(values.Count);
        foreach (var item in values)
            WriteValue(schema, writer, element, item, field);
    }

    private static void WriteObject(TlSchema schema, TlWriter writer, TlType type, object? value, string field)
    {
        switch (value)
        {
            case TlCached cached:
                writer.Raw(cached.In(schema));
                break;
            case TlObject typed:
                WriteBoxed(schema, writer, typed);
                break;
            case null:
                WriteBoxed(schema, writer, new TlObject(DefaultOf(schema, type, field)));
                break;
            default:
                throw new SchemaException($"{field}: cannot write {value.GetType().Name} as {type.Name}");
        }
    }

    private static string DefaultOf(TlSchema schema, TlType type, string field)
    {
        var alternatives = schema.OfType(type.Name);
        var chosen = alternatives.FirstOrDefault(c => c.Name.EndsWith("Empty", StringComparison.Ordinal))
            ?? (alternatives.Count == 1 ? alternatives[0] : null);
        return chosen?.Name ?? throw new SchemaException($"{field}: a {type.Name} is missing");
    }
}
