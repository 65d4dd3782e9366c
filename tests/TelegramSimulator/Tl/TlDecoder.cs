namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>Reads objects of one layer.</summary>
internal static class TlDecoder
{
    /// <exception cref="TlFormatException">The bytes hold a constructor that the layer does not have.</exception>
    public static TlObject Decode(TlSchema schema, TlReader reader)
    {
        var id = reader.Id();
        var constructor = schema.ById(id)
            ?? throw new TlFormatException($"layer {schema.Layer} has no constructor {id:x8}");
        var result = new TlObject(constructor.Name);
        Span<uint> flags = stackalloc uint[TlConstructor.MostFlags];
        var next = 0;
        foreach (var field in constructor.Fields)
        {
            if (field.Type.Kind == TlKind.Flags)
                flags[next++] = reader.Id();
            else if (field.FlagsIndex < 0 || (flags[field.FlagsIndex] >> field.Bit & 1) != 0)
                result[field.Name] = DecodeValue(schema, reader, field.Type);
        }
        return result;
    }

    private static object DecodeValue(TlSchema schema, TlReader reader, TlType type) => type.Kind switch
    {
        TlKind.True => true,
        TlKind.Int => reader.Int(),
        TlKind.Long => reader.Long(),
        TlKind.Double => reader.Double(),
        TlKind.String => reader.String(),
        TlKind.Bytes => reader.Bytes(),
        TlKind.Int128 => reader.Raw(16),
        TlKind.Int256 => reader.Raw(32),
        TlKind.Bool => reader.Id() == TlIds.BoolTrue,
        TlKind.Vector => DecodeVector(schema, reader, type.Element!),
        _ => Decode(schema, reader),
    };

    private static List<object?> DecodeVector(TlSchema schema, TlReader reader, TlType element)
    {
        if (reader.Id() != TlIds.Vector)
            throw new TlFormatException("a vector was expected");
        var count = reader.Int();
        var values = new List<object?>();
        for (var i = 0; i < count; i++)
            values.Add(DecodeValue(schema, reader, element));
        return values;
    }
}
