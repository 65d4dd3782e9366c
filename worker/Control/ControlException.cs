using TelegramParser.Contracts.Control;

namespace TelegramParser.Worker.Control;

/// <summary>A command that the worker refuses, as the control API answers it.</summary>
internal sealed class ControlException(int status, ControlError error) : Exception(error.Message)
{
    public ControlException(int status, string reason, string message, int? retryAfterSeconds = null)
        : this(status, new ControlError(reason, message, retryAfterSeconds))
    {
    }

    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Body of the answer.</summary>
    public ControlError Error { get; } = error;
}
