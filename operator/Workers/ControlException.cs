using System.Net;
using TelegramParser.Contracts.Control;

namespace TelegramParser.Operator.Workers;

/// <summary>Why a worker did not do what it was asked.</summary>
internal enum ControlFailure
{
    /// <summary>Nothing answers at its address.</summary>
    Unreachable,

    /// <summary>What answers does not hold the worker's key. Nothing was sent to it.</summary>
    Untrusted,

    /// <summary>It took too long; what it has begun goes on.</summary>
    TimedOut,

    /// <summary>It answered something else than the message that was expected.</summary>
    BadAnswer,

    /// <summary>It said no.</summary>
    Refused,
}

/// <summary>A command to a worker failed.</summary>
/// <param name="failure">In which way.</param>
/// <param name="message">In words, without secrets.</param>
/// <param name="cause">What happened.</param>
internal sealed class ControlException(ControlFailure failure, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>In which way.</summary>
    public ControlFailure Failure { get; } = failure;

    /// <summary>HTTP status of a refusal.</summary>
    public HttpStatusCode Status { get; init; }

    /// <summary>The worker's own words for it, if it had any.</summary>
    public ControlError? Error { get; init; }
}
