namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>
/// A TL value by its constructor's name: <c>new TlObject("peerChannel") { ["channel_id"] = 5L }</c>. It belongs to no
/// layer: <see cref="TlEncoder"/> drops fields that the client's layer lacks and gives defaults to those it wants.
/// A field holds int, long, double, bool, string, byte[], DateTimeOffset (written as Unix seconds), TlObject,
/// TlCached or a sequence of these; null means absent.
/// </summary>
internal sealed class TlObject(string name)
{
    private readonly Dictionary<string, object?> _fields = new(StringComparer.Ordinal);

    public string Name => name;

    public IEnumerable<KeyValuePair<string, object?>> Fields => _fields;

    public object? this[string field]
    {
        get => _fields.GetValueOrDefault(field);
        set => _fields[field] = value;
    }

    public int Int(string field) => this[field] is int value ? value : 0;

    public long Long(string field) => this[field] is long value ? value : 0;

    public bool Bool(string field) => this[field] is true;

    public string Text(string field) => this[field] as string ?? "";

    public byte[] Bytes(string field) => this[field] as byte[] ?? [];

    public TlObject? Object(string field) => this[field] as TlObject;

    public IReadOnlyList<T> List<T>(string field) =>
        this[field] is List<object?> values ? [.. values.OfType<T>()] : [];
}
