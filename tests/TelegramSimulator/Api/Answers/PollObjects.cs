using System.Text;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api.Answers;

/// <summary>Polls and their results as TL. Votes are anonymous: only their numbers are served.</summary>
internal static class PollObjects
{
    public static TlObject Media(Poll poll, long id) =>
        new("messageMediaPoll") { ["poll"] = Of(poll, id), ["results"] = Results(poll) };

    /// <summary>What a client is told that asks for the results.</summary>
    public static TlObject Update(Channel channel, Post post, Poll poll)
    {
        var id = Messages.MediaId(channel.Id, post);
        return new TlObject("updateMessagePoll")
        {
            ["peer"] = Peers.Peer(channel),
            ["msg_id"] = post.Id,
            ["poll_id"] = id,
            ["poll"] = Of(poll, id),
            ["results"] = Results(poll),
        };
    }

    private static TlObject Of(Poll poll, long id) => new("poll")
    {
        ["id"] = id,
        ["closed"] = poll.IsClosed,
        ["question"] = PlainText(poll.Question),
        ["answers"] = poll.Answers.Select((answer, index) => new TlObject("pollAnswer")
        {
            ["text"] = PlainText(answer.Text),
            ["option"] = Option(index),
        }),
    };

    private static TlObject Results(Poll poll) => new("pollResults")
    {
        ["total_voters"] = poll.Answers.Sum(answer => answer.Voters),
        // Who has not voted learns only how many have, until the poll is closed.
        ["results"] = !poll.IsClosed ? null : poll.Answers.Select((answer, index) => new TlObject("pollAnswerVoters")
        {
            ["option"] = Option(index),
            ["voters"] = answer.Voters,
        }),
    };

    private static TlObject PlainText(string text) => new("textWithEntities") { ["text"] = text };

    private static byte[] Option(int index) => Encoding.ASCII.GetBytes($"{index}");
}
