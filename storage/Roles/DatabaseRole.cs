namespace TelegramParser.Storage.Roles;

/// <summary>A part of an installation with a Postgres role of its own. The role that migrates owns the tables and is none of these.</summary>
public enum DatabaseRole
{
    /// <summary>The controllers: see every user's state, keep the users' rows, remove a user's data.</summary>
    Operator,

    /// <summary>The REST API: reads everything, records runs.</summary>
    Web,

    /// <summary>The workers: everything that they store.</summary>
    Worker,
}
