using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>How clients catch up with what they missed (https://core.telegram.org/api/updates).</summary>
internal sealed class UpdatesApi(Envelope envelope, Dialogs dialogs, TimeProvider time)
{
    /// <summary>How many seconds a client waits until it asks again; TDLib rejects differences without it.</summary>
    private const int PollSeconds = 30;

    /// <summary>How many of the newest posts come with a difference that is too long.</summary>
    private const int NewestPosts = 10;

    public void Register(ApiMethods methods)
    {
        methods.Private("updates.getState", call => dialogs.State(call.World.BoxOf(call.Me.User.Id)));
        methods.Private("updates.getDifference", GetDifference);
        methods.Private("updates.getChannelDifference", GetChannelDifference);
    }

    private object GetDifference(ApiCall call)
    {
        var box = call.World.BoxOf(call.Me.User.Id);
        var added = box.After(call.Request.Int("pts"));
        if (added.Count == 0)
            return new TlObject("updates.differenceEmpty") { ["date"] = time.GetUtcNow(), ["seq"] = 1 };
        var answer = envelope.Fill(
            new TlObject("updates.difference")
            {
                ["new_encrypted_messages"] = Array.Empty<TlObject>(),
                ["other_updates"] = Array.Empty<TlObject>(),
                ["state"] = dialogs.State(box),
            },
            added,
            call.Me);
        answer["new_messages"] = answer["messages"];
        return answer;
    }

    private object GetChannelDifference(ApiCall call)
    {
        var channel = call.Channel("channel");
        var difference = channel.Difference(
            call.Request.Int("pts"), Math.Min(call.Request.Int("limit"), call.World.Updates.LongestDifference));
        if (difference.IsTooLong)
            return TooLong(call, channel);
        if (difference.Updates.Count == 0)
            return Common("updates.channelDifferenceEmpty", difference.Pts);

        var added = difference.Updates.Where(update => update.Kind == ChannelUpdateKind.New)
            .SelectMany(update => update.PostIds).Select(channel.Find).OfType<Post>().ToList();
        var answer = envelope.Fill(Common("updates.channelDifference", difference.Pts), channel, added, call.Me);
        answer["new_messages"] = answer["messages"];
        answer["other_updates"] = difference.Updates.Where(update => update.Kind != ChannelUpdateKind.New)
            .SelectMany(update => envelope.Changes(channel, update)).ToList();
        return answer;
    }

    private TlObject TooLong(ApiCall call, Channel channel)
    {
        var newest = channel.History(new HistoryWindow(Limit: NewestPosts)).Posts;
        var answer = envelope.Fill(Common("updates.channelDifferenceTooLong", channel.Pts), channel, newest, call.Me);
        answer["dialog"] = dialogs.Of(channel);
        return answer;
    }

    private static TlObject Common(string name, int pts) =>
        new(name) { ["final"] = true, ["pts"] = pts, ["timeout"] = PollSeconds };
}
