namespace TelegramParser.Worker.Enrichment.Fetching;

/// <summary>Ends a fetch with a failure.</summary>
internal sealed class FetchException(FetchOutcome.Failed failure) : Exception(failure.Message)
{
    public FetchException(string reason, string message, bool mayPass = false)
        : this(new FetchOutcome.Failed(reason, message, mayPass))
    {
    }

    /// <summary>The outcome.</summary>
    public FetchOutcome.Failed Failure { get; } = failure;
}
