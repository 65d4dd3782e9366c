using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Posts;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Pages.Mentions;

/// <summary>What a person looks for: the query of the mentions page.</summary>
internal sealed record MentionSearch
{
    private const string GroupName = "group";
    private const string TriggerName = "trigger";

    public string? Query { get; private init; }

    /// <summary>Name of a monitor, chat id or username.</summary>
    public string? Group { get; private init; }

    /// <summary>Kind of a trigger.</summary>
    public string? Trigger { get; private init; }

    /// <summary>The first day, of UTC.</summary>
    public string? From { get; private init; }

    /// <summary>The last day, of UTC.</summary>
    public string? To { get; private init; }

    public string? Cursor { get; private init; }

    /// <summary>Whether not all mentions are asked for.</summary>
    public bool IsNarrow => (Query ?? Group ?? Trigger ?? From ?? To) is not null;

    /// <exception cref="ApiProblem">A date or the cursor cannot be read.</exception>
    public static MentionSearch Read(IQueryCollection query) => new()
    {
        Query = query.Value(SearchQuery.WordsName),
        Group = query.Value(GroupName),
        Trigger = query.Value(TriggerName),
        From = query.Date(SearchQuery.FromName),
        To = query.Date(SearchQuery.ToName),
        Cursor = query.Value(SearchQuery.CursorName),
    };

    public MentionFilter Filter() =>
        new(SearchQuery.Midnight(From), Group, Trigger, Query) { Until = SearchQuery.Midnight(To)?.AddDays(1) };

    public ListCursor? After() => CursorText.Read(Cursor);

    /// <summary>Address of another page of the same search.</summary>
    /// <param name="path">Address of the mentions page.</param>
    /// <param name="cursor">Where that page begins; null for the first.</param>
    public string Url(string path, string? cursor) => SearchQuery.Url(
        path,
        (SearchQuery.WordsName, Query), (GroupName, Group), (TriggerName, Trigger), (SearchQuery.FromName, From), (SearchQuery.ToName, To),
        (SearchQuery.CursorName, cursor));

    /// <summary>Words, group, reason and days.</summary>
    public Html Form(PageTexts all, string path, IReadOnlyList<MonitorOverview> monitors) => SearchForm.Render(
        all,
        path,
        Query,
        [
            SearchForm.Choice(GroupName, all.Mentions.Group, all.Mentions.AllGroups, Group, Groups(monitors)),
            SearchForm.Choice(TriggerName, all.Mentions.Trigger, all.Mentions.AnyTrigger, Trigger, all.Mentions.Triggers.Select(kind => (kind.Key, kind.Value))),
            SearchForm.Day(SearchQuery.FromName, all.Posts.From, From),
            SearchForm.Day(SearchQuery.ToName, all.Posts.To, To),
        ],
        all.Mentions.SearchHelp,
        IsNarrow);

    private List<(string Value, string Text)> Groups(IReadOnlyList<MonitorOverview> monitors)
    {
        var options = monitors.Select(monitor => (monitor.Name, monitor.Group?.Title ?? monitor.GroupName)).ToList();
        // Mentions of a monitor that is gone can still be read.
        if (Group is not null && !options.Exists(option => option.Name == Group))
            options.Add((Group, Group));
        return options;
    }
}
