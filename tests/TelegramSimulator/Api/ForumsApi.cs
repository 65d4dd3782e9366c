using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Topics of forums, by their ids.</summary>
internal sealed class ForumsApi(Envelope envelope, TimeProvider time)
{
    public void Register(ApiMethods methods) => methods.Private("messages.getForumTopicsByID", GetTopics);

    private object GetTopics(ApiCall call)
    {
        var channel = call.Channel("peer");
        IReadOnlyList<Topic> all = [new Topic(Topic.GeneralId, "General"), .. channel.Info.Topics];
        var topics = call.Request.List<int>("topics").Select(id => all.FirstOrDefault(topic => topic.Id == id)).OfType<Topic>().ToList();
        var answer = envelope.Fill(
            new TlObject("messages.forumTopics") { ["count"] = topics.Count, ["pts"] = channel.Pts },
            channel, [.. topics.Select(topic => channel.Find(topic.Id)).OfType<Post>()], call.Me);
        answer["topics"] = topics.Select(topic => new TlObject("forumTopic")
        {
            ["id"] = topic.Id,
            ["date"] = channel.Find(topic.Id)?.Date ?? time.GetUtcNow(),
            ["peer"] = Peers.Peer(channel),
            ["title"] = topic.Title,
            ["top_message"] = topic.Id,
            ["from_id"] = Peers.Peer(channel),
            ["notify_settings"] = new TlObject("peerNotifySettings"),
        }).ToList();
        return answer;
    }
}
