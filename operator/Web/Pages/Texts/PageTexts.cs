using TelegramParser.Contracts.Control;

namespace TelegramParser.Operator.Web.Pages.Texts;

/// <summary>Every sentence of the pages in one language. A missing translation does not compile.</summary>
internal sealed record PageTexts
{
    /// <summary>BCP 47 tag of the language.</summary>
    public required string Language { get; init; }

    public required string AppName { get; init; }
    public required CommonTexts Common { get; init; }
    public required ChooseTexts Choose { get; init; }
    public required QrTexts Qr { get; init; }
    public required CodeTexts Code { get; init; }
    public required PasswordTexts Password { get; init; }
    public required ReadyTexts Ready { get; init; }
    public required StateTexts States { get; init; }
    public required MomentTexts Moments { get; init; }
    public required ChartTexts Chart { get; init; }
    public required OverviewTexts Overview { get; init; }
    public required UserTexts User { get; init; }
    public required RunTexts Runs { get; init; }
    public required PostTexts Posts { get; init; }
    public required MentionTexts Mentions { get; init; }
    public required SubscribeTexts Subscribe { get; init; }
    public required AccessTexts Access { get; init; }
    public required RetentionTexts Retention { get; init; }
    public required SignInTexts SignIn { get; init; }

    /// <summary>Plain words for Telegram's errors and the worker's reasons.</summary>
    public required IReadOnlyDictionary<string, string> Errors { get; init; }

    /// <summary>Why a channel is not read, or is read with a remark, and what a person does about it, by the constants of <c>Reasons</c>.</summary>
    public required IReadOnlyDictionary<string, string> ChannelReasons { get; init; }

    /// <summary>A session's state in a word or two.</summary>
    public required IReadOnlyDictionary<SessionState, string> SessionStates { get; init; }

    /// <summary>The language that a browser likes best, English when it likes neither.</summary>
    public static PageTexts For(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString());
        foreach (var language in wanted)
        {
            if (language.StartsWith("ru", StringComparison.OrdinalIgnoreCase))
                return Russian.Texts;
            if (language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return English.Texts;
        }
        return English.Texts;
    }
}

internal sealed record CommonTexts(
    string Next,
    string ToOverview,
    string Working,
    string Offline,
    Func<TimeSpan, string> Wait,
    string FormExpired,
    string StepChoose,
    string StepConfirm,
    string StepDone,
    string Progress,
    string NoSuchUser,
    string NoSuchUserText,
    string DatabaseDown,
    string DatabaseDownText,
    string Copy,
    string Copied);

internal sealed record ChooseTexts(
    string Title,
    string Lead,
    string QrTitle,
    string QrText,
    string QrButton,
    string PhoneTitle,
    string PhoneText,
    string PhoneLabel,
    string PhoneHelp,
    Func<string, string> PhoneKnown,
    string PhoneButton,
    string Next,
    string UseQr,
    string UsePhone);

internal sealed record QrTexts(
    string Title,
    IReadOnlyList<string> Steps,
    string Alternative,
    string Renews,
    string Pending,
    string OnThisPhone,
    string Next);

internal sealed record CodeTexts(
    string Title,
    Func<string?, string?, string> Lead,
    string Label,
    Func<int, string> Help,
    string Button,
    string NoCode,
    string Next);

internal sealed record PasswordTexts(
    string Title, string Lead, string Label, Func<string, string> Hint, string Button, string Next);

internal sealed record ReadyTexts(
    string Title,
    string As,
    string Lead,
    string Suspended,
    string PostsLink,
    string ChannelsLink,
    string LogOut,
    string LogOutText,
    string LogOutButton);

internal sealed record StateTexts(
    string StartingTitle,
    string StartingText,
    string LeaseTitle,
    string LeaseText,
    string LoggingOutTitle,
    string LoggingOutText,
    string LoggedOutTitle,
    string LoggedOutText,
    string RevokedTitle,
    string RevokedText,
    string DuplicatedText,
    string BannedTitle,
    string BannedText,
    string RefusedTitle,
    string MismatchText,
    string ClaimedText,
    string FailedTitle,
    string FailedText,
    string DownTitle,
    string DownText,
    string OrphanedTitle,
    string OrphanedText,
    string Details);

internal sealed record MomentTexts(
    Func<TimeSpan, string> Ago,
    Func<TimeSpan, string> Ahead,
    Func<TimeSpan, string> Took,
    string Never,
    IReadOnlyList<string> Months);

internal sealed record ChartTexts(
    string Title,
    Func<int, string> Range,
    Func<string, string, string, string> Summary,
    Func<string, string> Empty,
    string AsTable,
    string Day,
    string Posts);

internal sealed record OverviewTexts(
    string Title,
    Func<long, string> Users,
    Func<long, string> Channels,
    Func<long, string> Posts,
    string User,
    string State,
    string Account,
    string ChannelsColumn,
    string PostsColumn,
    string LastParse,
    string WorkerDown,
    string Empty,
    string EmptyText,
    string NeedsYou,
    string NothingNeedsYou,
    string NotLoggedIn,
    string ClientFailed,
    string WorkerGone,
    Func<long, string> Unstored,
    string LogIn,
    string Open,
    string TryAgain,
    string Suspended,
    string Links,
    string Documentation,
    string OpenApi,
    string UsersJson,
    string StatsJson);

internal sealed record UserTexts(
    string Posts,
    string Login,
    string Subscriptions,
    string Channel,
    string State,
    string Stored,
    string LastParse,
    string NextParse,
    string ParseNow,
    string ParseAll,
    Func<string, string> ParseOne,
    string Good,
    string Reading,
    string Waiting,
    string Suspended,
    string SuspendedText,
    string Failing,
    string NoSubscriptions,
    string NoSubscriptionsText,
    Func<string, string> FloodWait);

internal sealed record RunTexts(
    string Title,
    string None,
    string When,
    string Channel,
    string Trigger,
    string Result,
    string NewPosts,
    string Took,
    string Schedule,
    string Command,
    Func<long, long, string> Running,
    Func<string, string> Done,
    string Nothing,
    string Partial,
    string Interrupted,
    string Failed,
    string Progress,
    IReadOnlyDictionary<string, string> Statuses);

internal sealed record PostTexts(
    string Title,
    string Search,
    string SearchHelp,
    string Channel,
    string AllChannels,
    string From,
    string To,
    string Find,
    string Clear,
    string Nothing,
    string NothingYet,
    string Older,
    string Newest,
    Func<string, string> Edited,
    Func<string, string> Deleted,
    string Service,
    string Forwarded,
    string Reply,
    string NoText,
    Func<long, string> ShowAll,
    Func<long, string> Versions,
    Func<string, string> VersionUntil,
    string OpenInTelegram,
    string Feed,
    string LinkedPage,
    Func<long, string> ReadPage,
    string PagePending,
    string PageFailed,
    string Links,
    Func<long, string> Views,
    Func<long, string> Forwards,
    Func<long, string> Replies,
    Func<long, string> Votes,
    string NoSuchPost,
    string NoSuchPostText,
    IReadOnlyDictionary<string, string> Media);

internal sealed record SubscribeTexts(
    string Tab,
    string Title,
    string Lead,
    string Folders,
    string All,
    string Channel,
    string Members,
    string Group,
    string Archived,
    Func<string, string> ReadBy,
    string Show,
    string Download,
    string Manifest,
    string Apply,
    string Nothing,
    string Empty,
    string Truncated);

internal sealed record SignInTexts(
    string Title, string Lead, string Label, string Help, string Button, string Wrong, string SignOut);
