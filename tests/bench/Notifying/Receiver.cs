namespace TelegramParser.Bench.Notifying;

/// <summary>What a webhook's receiver does with a request.</summary>
internal enum Receiver
{
    /// <summary>There is none: nobody is to be told of anything.</summary>
    Off,

    /// <summary>It takes requests and never answers.</summary>
    Hanging,

    /// <summary>It answers 503.</summary>
    Failing,

    /// <summary>It takes all that waits, as fast as it comes.</summary>
    Taking,
}
