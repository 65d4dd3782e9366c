using TelegramParser.Storage.Statements;

namespace TelegramParser.Storage.Outbox;

/// <summary>How an event gets into the outbox.</summary>
internal static class OutboxStatements
{
    /// <summary>Inserts an event when an update that marks it as handed over changes a row; one that is there stays as it is.</summary>
    public static Statement Insert(long userId, OutboxEvent told, Statement mark) =>
        $"""
        WITH marked AS ({mark} RETURNING 1)
        INSERT INTO notifications (user_id, source_kind, source_name, target, event, event_key, payload, due_at, created_at)
        SELECT {userId}, {told.Source.Kind}, {told.Source.Name}, message.target, {told.Event}, {told.EventKey}, message.payload, {told.At}, {told.At}
        FROM marked CROSS JOIN unnest({told.Payloads.Keys.ToArray()}, {told.Payloads.Values.ToArray()}) AS message (target, payload)
        ON CONFLICT DO NOTHING
        """;
}
