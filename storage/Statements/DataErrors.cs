using System.Text;
using Npgsql;

namespace TelegramParser.Storage.Statements;

/// <summary>Tells errors that what is stored brings about by itself from all others.</summary>
internal static class DataErrors
{
    /// <summary>
    /// Data exceptions (class 22), integrity violations (23), exceeded limits (54) and text that is no Unicode. A missing row that is
    /// referred to is not among them: it concerns more than the data.
    /// </summary>
    public static bool IsAboutData(this Exception e) => e switch
    {
        PostgresException { SqlState: PostgresErrorCodes.ForeignKeyViolation } => false,
        PostgresException { SqlState: var state } => state[..2] is "22" or "23" or "54",
        EncoderFallbackException => true,
        _ => false,
    };
}
