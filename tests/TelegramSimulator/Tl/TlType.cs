namespace TelegramParser.TelegramSimulator.Tl;

internal enum TlKind { Flags, True, Int, Long, Double, String, Bytes, Int128, Int256, Bool, Vector, Boxed }

/// <summary>The type of a field; <paramref name="Name"/> is the TL type, such as <c>Peer</c>, of a boxed value.</summary>
internal sealed record TlType(TlKind Kind, string Name, TlType? Element = null)
{
    public static TlType Parse(string name, bool isVector)
    {
        var kind = name switch
        {
            "#" => TlKind.Flags,
            "true" => TlKind.True,
            "int" => TlKind.Int,
            // The schema marks ids that fit a JavaScript number; on the wire they are longs.
            "long" or "int53" => TlKind.Long,
            "double" => TlKind.Double,
            "string" => TlKind.String,
            "bytes" => TlKind.Bytes,
            "int128" => TlKind.Int128,
            "int256" => TlKind.Int256,
            "Bool" => TlKind.Bool,
            _ => TlKind.Boxed,
        };
        var type = new TlType(kind, name);
        return isVector ? new TlType(TlKind.Vector, name, type) : type;
    }
}

/// <summary>A field; when it is optional, bit <paramref name="Bit"/> of the flags field tells whether it is there.</summary>
internal sealed record TlField(string Name, TlType Type, string? FlagsField, int Bit);

/// <summary>A constructor of a type, or a method and what it answers with.</summary>
internal sealed record TlConstructor(string Name, uint Id, IReadOnlyList<TlField> Fields, TlType Result, bool IsMethod);
