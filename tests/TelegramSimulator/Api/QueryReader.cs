using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Takes a query out of its wrappers: layer, connection info, compression, ordering.</summary>
internal sealed class QueryReader(SchemaSet schemas)
{
    /// <exception cref="RpcError">The query is not understood.</exception>
    public (TlSchema Schema, TlObject Request) Read(Session session, ReadOnlyMemory<byte> query)
    {
        var reader = new TlReader(query);
        while (true)
        {
            switch (reader.PeekId())
            {
                case TlIds.InvokeWithLayer:
                    reader.Id();
                    session.Key.Root.Layer = reader.Int();
                    break;
                case TlIds.InitConnection:
                    SkipConnectionInfo(SchemaOf(session), reader);
                    session.IsInitialized = true;
                    break;
                case TlIds.GzipPacked:
                    reader.Id();
                    reader = new TlReader(Compression.Unpack(reader.Bytes()));
                    break;
                case TlIds.InvokeWithoutUpdates:
                    reader.Id();
                    session.WantsNoUpdates = true;
                    break;
                case TlIds.InvokeAfterMsg or TlIds.InvokeWithTakeout:
                    reader.Id();
                    reader.Long();
                    break;
                default:
                    return Decode(SchemaOf(session), reader);
            }
        }
    }

    /// <exception cref="SchemaException">The client speaks a layer for which there is no schema.</exception>
    public TlSchema SchemaOf(Session session) => session.Key.Root.Layer is > 0 and var layer ? schemas.Of(layer) : schemas.Newest;

    /// <summary>A method whose parameters are not understood is unknown to the server: it need not read on.</summary>
    private static (TlSchema Schema, TlObject Request) Decode(TlSchema schema, TlReader reader)
    {
        try
        {
            return (schema, TlDecoder.Decode(schema, reader));
        }
        catch (TlFormatException e)
        {
            throw new RpcError(400, $"INPUT_METHOD_INVALID: {e.Message}");
        }
    }

    /// <summary>initConnection flags api_id six-strings proxy:flags.0 params:flags.1, the same in all layers in use.</summary>
    private static void SkipConnectionInfo(TlSchema schema, TlReader reader)
    {
        reader.Id();
        var flags = reader.Int();
        if (reader.Int() == 0)
            throw RpcError.BadRequest("API_ID_INVALID");
        for (var text = 0; text < 6; text++)
            reader.String();
        for (var bit = 0; bit < 2; bit++)
        {
            if ((flags >> bit & 1) != 0)
                TlDecoder.Decode(schema, reader);
        }
    }
}
