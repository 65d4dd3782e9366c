using System.Globalization;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Posts;

/// <summary>Words, channel and days; a plain form whose address can be kept.</summary>
internal static class PostSearchForm
{
    public static Html Render(PageTexts all, string path, PostSearch search, IReadOnlyList<SubscriptionOverview> channels)
    {
        var texts = all.Posts;
        return Html.Of($"""
            <form class="search" method="get" action="{path}" role="search">
              <div class="words">
                <label for="q">{texts.Search}</label>
                <input id="q" name="{PostSearch.QueryName}" type="search" value="{search.Query}" maxlength="256" aria-describedby="q-help">
              </div>
              <div>
                <label for="channel">{texts.Channel}</label>
                <select id="channel" name="{PostSearch.ChannelName}">
                  <option value="">{texts.AllChannels}</option>
                  {Options(search.Channel, channels)}
                </select>
              </div>
              <div>
                <label for="from">{texts.From}</label>
                <input id="from" name="{PostSearch.FromName}" type="date" value="{search.From}">
              </div>
              <div>
                <label for="to">{texts.To}</label>
                <input id="to" name="{PostSearch.ToName}" type="date" value="{search.To}">
              </div>
              <div class="go"><button type="submit" class="primary">{texts.Find}</button></div>
              <p class="help" id="q-help">{texts.SearchHelp}{Html.If(search.IsNarrow, $""" <a href="{path}">{texts.Clear}</a>""")}</p>
            </form>
            """);
    }

    private static IEnumerable<Html> Options(string? chosen, IReadOnlyList<SubscriptionOverview> channels)
    {
        var options = channels
            .Where(channel => channel.Channel is not null)
            .Select(channel => (Value: channel.Channel!.ChatId.ToString(CultureInfo.InvariantCulture), channel.Channel.Title))
            .ToList();
        // Posts of a subscription that is gone can still be read.
        if (chosen is not null && !options.Exists(option => option.Value == chosen))
            options.Add((chosen, chosen));
        return options.Select(option => Html.Of(
            $"""<option value="{option.Value}"{Html.If(option.Value == chosen, $" selected")}>{option.Title}</option>"""));
    }
}
