namespace TelegramParser.TelegramSimulator.Api;

/// <summary>The methods that the simulator knows. A handler returns a TlObject, a bool or a list of these.</summary>
internal sealed class ApiMethods
{
    private readonly Dictionary<string, Func<ApiCall, object>> _handlers = new(StringComparer.Ordinal);

    /// <summary>A method that needs no login.</summary>
    public void Open(string name, Func<ApiCall, object> handler) => _handlers.Add(name, handler);

    /// <summary>A method that answers 401 before login.</summary>
    public void Private(string name, Func<ApiCall, object> handler) => _handlers.Add(name, call =>
    {
        _ = call.Me;
        return handler(call);
    });

    public Func<ApiCall, object>? Find(string name) => _handlers.GetValueOrDefault(name);
}
