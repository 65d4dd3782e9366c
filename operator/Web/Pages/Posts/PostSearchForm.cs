using System.Globalization;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>Words, channel and days.</summary>
internal static class PostSearchForm
{
    public static Html Render(PageTexts all, string path, PostSearch search, IReadOnlyList<SubscriptionOverview> channels) => SearchForm.Render(
        all,
        path,
        search.Query,
        [
            SearchForm.Choice(PostSearch.ChannelName, all.Posts.Channel, all.Posts.AllChannels, search.Channel, Options(search.Channel, channels)),
            SearchForm.Day(SearchQuery.FromName, all.Posts.From, search.From),
            SearchForm.Day(SearchQuery.ToName, all.Posts.To, search.To),
        ],
        all.Posts.SearchHelp,
        search.IsNarrow);

    private static List<(string Value, string Text)> Options(string? chosen, IReadOnlyList<SubscriptionOverview> channels)
    {
        var options = channels
            .Where(channel => channel.Channel is not null)
            .Select(channel => (Value: channel.Channel!.ChatId.ToString(CultureInfo.InvariantCulture), channel.Channel.Title))
            .ToList();
        // Posts of a subscription that is gone can still be read.
        if (chosen is not null && !options.Exists(option => option.Value == chosen))
            options.Add((chosen, chosen));
        return options;
    }
}
