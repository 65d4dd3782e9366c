using Npgsql;
using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Identity;

/// <summary>Identity of a TelegramUser resource; several installations may share one database.</summary>
/// <param name="Installation">Name of the installation.</param>
/// <param name="Namespace">Namespace of the resource.</param>
/// <param name="Name">Name of the resource.</param>
public sealed record UserKey(string Installation, string Namespace, string Name)
{
    /// <summary><c>namespace:name</c>, as the REST API takes it.</summary>
    public override string ToString() => $"{Namespace}:{Name}";

    internal static UserKey Read(NpgsqlDataReader row) =>
        new(row.Get<string>("installation"), row.Get<string>("namespace"), row.Get<string>("name"));
}
