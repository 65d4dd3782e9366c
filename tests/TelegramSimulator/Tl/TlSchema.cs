using System.Text.Json;

namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>One layer of Telegram's API, read from a JSON file in the shape of <c>@mtcute/core</c>'s <c>api-schema.json</c>.</summary>
internal sealed class TlSchema
{
    private readonly Dictionary<uint, TlConstructor> _byId = [];
    private readonly Dictionary<string, TlConstructor> _constructors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TlConstructor> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TlConstructor>> _byType = new(StringComparer.Ordinal);

    private TlSchema(int layer) => Layer = layer;

    public int Layer { get; }

    /// <exception cref="SchemaException">The file is not such a schema.</exception>
    public static TlSchema Load(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var json = JsonDocument.Parse(file);
            var schema = new TlSchema(json.RootElement.GetProperty("l").GetInt32());
            foreach (var entry in json.RootElement.GetProperty("e").EnumerateArray())
                schema.Add(ReadConstructor(entry));
            return schema;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new SchemaException($"{path} is not a TL schema in @mtcute/core's JSON shape: {e.Message}", e);
        }
    }

    public TlConstructor? ById(uint id) => _byId.GetValueOrDefault(id);

    public TlConstructor? Constructor(string name) => _constructors.GetValueOrDefault(name);

    public TlConstructor? Method(string name) => _methods.GetValueOrDefault(name);

    public IReadOnlyList<TlConstructor> OfType(string type) => _byType.GetValueOrDefault(type) ?? [];

    private void Add(TlConstructor constructor)
    {
        _byId[constructor.Id] = constructor;
        if (constructor.IsMethod)
        {
            _methods[constructor.Name] = constructor;
            return;
        }
        _constructors[constructor.Name] = constructor;
        if (!_byType.TryGetValue(constructor.Result.Name, out var alternatives))
            _byType[constructor.Result.Name] = alternatives = [];
        alternatives.Add(constructor);
    }

    private static TlConstructor ReadConstructor(JsonElement entry)
    {
        var fields = entry.TryGetProperty("arguments", out var arguments) ? ReadFields(arguments) : [];
        return new TlConstructor(
            entry.GetProperty("name").GetString()!,
            entry.GetProperty("id").GetUInt32(),
            fields,
            ReadType(entry),
            string.Equals(entry.GetProperty("kind").GetString(), "method", StringComparison.Ordinal));
    }

    private static TlField[] ReadFields(JsonElement arguments)
    {
        var flags = new List<string>();
        var fields = new List<TlField>();
        foreach (var argument in arguments.EnumerateArray())
        {
            var field = new TlField(argument.GetProperty("name").GetString()!, ReadType(argument), FlagsIndex: -1, Bit: 0);
            if (field.Type.Kind == TlKind.Flags)
                flags.Add(field.Name);
            if (argument.TryGetProperty("typeModifiers", out var modifiers) && modifiers.TryGetProperty("predicate", out var predicate))
            {
                // Such as "flags2.13".
                var parts = predicate.GetString()!.Split('.');
                field = field with { FlagsIndex = flags.IndexOf(parts[0]), Bit = int.Parse(parts[1]) };
            }
            fields.Add(field);
        }
        return [.. fields];
    }

    private static TlType ReadType(JsonElement holder)
    {
        var isVector = holder.TryGetProperty("typeModifiers", out var modifiers) &&
            modifiers.TryGetProperty("isVector", out var vector) && vector.GetBoolean();
        return TlType.Parse(holder.GetProperty("type").GetString()!, isVector);
    }
}

/// <summary>A schema that is missing, unreadable or of the wrong layer; the message says what to do.</summary>
public sealed class SchemaException(string message, Exception? inner = null) : Exception(message, inner);
