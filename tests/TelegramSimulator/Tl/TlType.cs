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

/// <summary>A field; when it is optional, a bit of a flags field tells whether it is there.</summary>
/// <param name="FlagsIndex">Which of the constructor's flags fields that is, from zero; -1 when it is not optional.</param>
internal sealed record TlField(string Name, TlType Type, int FlagsIndex, int Bit);

/// <summary>A constructor of a type, or a method and what it answers with.</summary>
internal sealed record TlConstructor(string Name, uint Id, TlField[] Fields, TlType Result, bool IsMethod)
{
    /// <summary>How many flags fields a constructor may have; none in use has more than two.</summary>
    public const int MostFlags = 4;
}
