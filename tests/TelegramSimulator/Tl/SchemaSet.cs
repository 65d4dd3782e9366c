namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>The schemas that the simulator speaks, so that each client is answered in its own layer.</summary>
internal sealed class SchemaSet
{
    private readonly SortedDictionary<int, TlSchema> _byLayer = [];

    private SchemaSet(IEnumerable<TlSchema> schemas)
    {
        foreach (var schema in schemas)
            _byLayer[schema.Layer] = schema;
    }

    /// <summary>Before a client has named its layer, the newest is meant.</summary>
    public TlSchema Newest => _byLayer.Values.Last();

    /// <exception cref="SchemaException">A file is missing or is no schema.</exception>
    public static SchemaSet Load(IReadOnlyList<string> paths) => new(paths.Select(TlSchema.Load));

    /// <summary>The schema of exactly this layer: constructor ids differ from layer to layer.</summary>
    /// <exception cref="SchemaException">There is none; the message names the layers that there are.</exception>
    public TlSchema Of(int layer) => _byLayer.GetValueOrDefault(layer)
        ?? throw new SchemaException(
            $"The client speaks layer {layer}, the schemas are of layer {string.Join(", ", _byLayer.Keys)}. " +
            "Start the simulator with a schema file of the client's layer (--schema FILE).");
}
