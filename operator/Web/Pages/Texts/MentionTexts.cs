using Known = TelegramParser.Contracts.Resources.Reasons;

namespace TelegramParser.Operator.Web.Pages.Texts;

/// <summary>The pages of watched groups and of what was found there.</summary>
internal sealed record MentionTexts
{
    public required string Title { get; init; }
    public required string SearchHelp { get; init; }
    public required string Group { get; init; }
    public required string AllGroups { get; init; }
    public required string Trigger { get; init; }
    public required string AnyTrigger { get; init; }
    public required string Nothing { get; init; }
    public required string NothingYet { get; init; }
    public required string Older { get; init; }
    public required string Newest { get; init; }
    public required string Somebody { get; init; }
    public required Func<string, string> Topic { get; init; }
    public required string InContext { get; init; }
    public required string Before { get; init; }
    public required string After { get; init; }
    public required Func<long, string> Awaited { get; init; }
    public required string NoSuchMention { get; init; }
    public required string NoSuchMentionText { get; init; }

    /// <summary>Kinds of triggers.</summary>
    public required IReadOnlyDictionary<string, string> Triggers { get; init; }

    public required string Groups { get; init; }
    public required Func<long, long, string> Running { get; init; }
    public required string State { get; init; }
    public required string Found { get; init; }
    public required string LastMention { get; init; }
    public required string Examined { get; init; }
    public required string Watched { get; init; }
    public required string NotWatched { get; init; }
    public required string Waiting { get; init; }
    public required string Suspended { get; init; }
    public required string WorkerDown { get; init; }
    public required string NoGroups { get; init; }
    public required string NoGroupsText { get; init; }

    /// <summary>Why a group is not watched and what a person does about it, by the constants of <c>Reasons</c>.</summary>
    public required IReadOnlyDictionary<string, string> Reasons { get; init; }

    public static readonly MentionTexts English = new()
    {
        Title = "Mentions",
        SearchHelp = "Words, \"a phrase\", or, -without. In Russian and English.",
        Group = "Group",
        AllGroups = "All groups",
        Trigger = "Found for",
        AnyTrigger = "Any reason",
        Nothing = "No mentions fit.",
        NothingYet = "No mentions yet. They appear here as soon as one is written in a group that is watched.",
        Older = "Older mentions",
        Newest = "Newest mentions",
        Somebody = "Somebody",
        Topic = topic => $"in “{topic}”",
        InContext = "In context",
        Before = "Before it",
        After = "After it",
        Awaited = count => count == 1 ? "One more message is added when it is written." : $"{count} more messages are added when they are written.",
        NoSuchMention = "There is no such mention",
        NoSuchMentionText = "The address may be mistyped, or the mention was removed together with its user.",
        Triggers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["mention"] = "mention",
            ["reply"] = "reply",
            ["keyword"] = "keyword",
            ["pattern"] = "pattern",
        },
        Groups = "Groups",
        Running = (running, total) => $"Watched now: {running} of {total}.",
        State = "State",
        Found = "Mentions",
        LastMention = "Last mention",
        Examined = "Examined",
        Watched = "Watched",
        NotWatched = "Not watched",
        Waiting = "Not looked at yet",
        Suspended = "Suspended",
        WorkerDown = "Interrupted",
        NoGroups = "No groups yet",
        NoGroupsText = "Apply a GroupMonitor manifest that names this user, and it appears here.",
        Reasons = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Known.ChannelNotFound] = "No group has this name. Correct spec.group.",
            [Known.ChannelPrivate] = "The group is private, or was deleted. Join it with the account.",
            [Known.NotMember] = "This account is not a member of the group. Join it with the account.",
            [Known.ChannelBanned] = "An administrator has removed this account from the group.",
            [Known.UsernameTaken] = "The name belongs to another group now. Give the right one in spec.group.",
            [Known.InviteExpired] = "The invite link has expired. Give a new one in spec.group.",
            [Known.JoinRequestPending] = "An administrator of the group has to accept this account first.",
            [Known.TooManyChannels] = "The account is in as many groups as Telegram allows. Leave one of them.",
        },
    };

    public static readonly MentionTexts Russian = new()
    {
        Title = "Упоминания",
        SearchHelp = "Слова, \"фраза\", or, -без. По-русски и по-английски.",
        Group = "Группа",
        AllGroups = "Все группы",
        Trigger = "Причина",
        AnyTrigger = "Любая",
        Nothing = "Ничего не найдено.",
        NothingYet = "Упоминаний пока нет. Они появятся здесь, как только их напишут в группе, за которой идёт наблюдение.",
        Older = "Раньше",
        Newest = "К новым",
        Somebody = "Кто-то",
        Topic = topic => $"в теме «{topic}»",
        InContext = "В беседе",
        Before = "До него",
        After = "После него",
        Awaited = count => $"Когда появятся новые сообщения, добавится ещё: {count}.",
        NoSuchMention = "Такого упоминания нет",
        NoSuchMentionText = "Возможно, в адресе опечатка или упоминание удалено вместе с пользователем.",
        Triggers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["mention"] = "упоминание",
            ["reply"] = "ответ",
            ["keyword"] = "слово",
            ["pattern"] = "шаблон",
        },
        Groups = "Группы",
        Running = (running, total) => $"Сейчас под наблюдением: {running} из {total}.",
        State = "Состояние",
        Found = "Упоминания",
        LastMention = "Последнее",
        Examined = "Просмотрено",
        Watched = "Наблюдается",
        NotWatched = "Не наблюдается",
        Waiting = "Ещё не смотрели",
        Suspended = "Приостановлена",
        WorkerDown = "Прервано",
        NoGroups = "Групп пока нет",
        NoGroupsText = "Примените манифест GroupMonitor с этим пользователем — группа появится здесь.",
        Reasons = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Known.ChannelNotFound] = "Группы с таким именем нет. Исправьте spec.group.",
            [Known.ChannelPrivate] = "Группа закрытая или удалена. Вступите в неё этим аккаунтом.",
            [Known.NotMember] = "Этот аккаунт не состоит в группе. Вступите в неё этим аккаунтом.",
            [Known.ChannelBanned] = "Администратор удалил этот аккаунт из группы.",
            [Known.UsernameTaken] = "Это имя теперь у другой группы. Укажите верное в spec.group.",
            [Known.InviteExpired] = "Ссылка-приглашение больше не действует. Укажите новую в spec.group.",
            [Known.JoinRequestPending] = "Администратор группы должен сначала принять этот аккаунт.",
            [Known.TooManyChannels] = "Аккаунт состоит в стольких группах, сколько разрешает Telegram. Выйдите из какой-нибудь.",
        },
    };
}
