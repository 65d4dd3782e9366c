using System.Collections.Concurrent;

namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>A value that is built and serialized once for each layer: the same post goes out to many readers.</summary>
internal sealed class TlCached(Func<TlObject> build)
{
    private readonly ConcurrentDictionary<int, byte[]> _bytesByLayer = new();

    public byte[] In(TlSchema schema) =>
        _bytesByLayer.GetOrAdd(schema.Layer, static (_, arg) => TlEncoder.Encode(arg.schema, arg.build()), (schema, build));
}
