using TelegramParser.Storage.Posts;

namespace TelegramParser.IntegrationTests.Web;

/// <summary>Data of the tests of the REST API.</summary>
internal static class Sample
{
    /// <summary>Now, for all that is posted.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A post, one minute after the one before.</summary>
    public static PostRecord Post(long messageId, string text) => new()
    {
        MessageId = messageId,
        Date = Noon.AddMinutes(messageId),
        Text = text,
    };
}
