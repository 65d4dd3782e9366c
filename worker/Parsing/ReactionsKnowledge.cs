using TelegramParser.Contracts.Channels;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Session;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Parsing;

/// <summary>
/// Has TDLib know which reactions there are, in Telegram and in a channel: it drops those of messages that it reads before.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class ReactionsKnowledge(TelegramClient client, CallLimiter limiter, ClientRenewal renewal)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private HashSet<long> _channels = [];
    private int _renewals;

    /// <summary>Asks for what is not known since the client was opened; false when Telegram's own reactions do not become known in time.</summary>
    public async Task<bool> LearnAsync(long chatId, CancellationToken ct)
    {
        if (_renewals != renewal.Renewals)
            (_channels, _renewals) = ([], renewal.Renewals);
        if (ChatId.ToChannelId(chatId) is { } channelId && !_channels.Contains(chatId))
        {
            await limiter.CallAsync(CallKind.Other, () => client.SendAsync(new GetSupergroupFullInfo(channelId), ct), ct);
            _channels.Add(chatId);
        }
        return await client.LearnReactionsAsync(Patience, ct);
    }
}
