namespace TelegramParser.Operator.Web.Pages.Texts;

/// <summary>The page of tokens.</summary>
internal sealed record AccessTexts
{
    public required string Title { get; init; }
    public required string Lead { get; init; }
    public required string Tokens { get; init; }
    public required string None { get; init; }
    public required string Name { get; init; }
    public required string NameHelp { get; init; }
    public required string NameError { get; init; }
    public required string Scope { get; init; }
    public required string ScopeHelp { get; init; }
    public required string ScopeError { get; init; }
    public required string Choose { get; init; }
    public required string All { get; init; }
    public required string Days { get; init; }
    public required string DaysHelp { get; init; }
    public required string DaysError { get; init; }
    public required string Made { get; init; }
    public required string Ends { get; init; }
    public required string Ended { get; init; }
    public required string Never { get; init; }
    public required string LastUsed { get; init; }
    public required string NotYet { get; init; }
    public required string Yours { get; init; }
    public required string OfSecret { get; init; }
    public required string Revoke { get; init; }
    public required Func<string, string> RevokeOne { get; init; }
    public required string RevokeSure { get; init; }
    public required string NewTitle { get; init; }
    public required string Make { get; init; }
    public required Func<string, string> SecretTitle { get; init; }
    public required string SecretText { get; init; }
    public required string NotLetIn { get; init; }
    public required string NotLetInText { get; init; }

    public static readonly AccessTexts English = new()
    {
        Title = "Access",
        Lead = "Programs and people use these tokens for the REST API, and to sign in to these pages.",
        Tokens = "Tokens",
        None = "No tokens yet. Make one below for each program and person, so that each can be revoked by itself.",
        Name = "Name",
        NameHelp = "Who or what it is for, such as n8n.",
        NameError = "Say in 1 to 100 characters what it is for.",
        Scope = "Opens",
        ScopeHelp = "A token of one user reads and commands nothing of others.",
        ScopeError = "Choose what it opens.",
        Choose = "Choose…",
        All = "Everything",
        Days = "Ends after days",
        DaysHelp = "Empty: it does not end.",
        DaysError = "Give a whole number from 1 to 3650, or nothing.",
        Made = "Made",
        Ends = "Ends",
        Ended = "Ended",
        Never = "Never",
        LastUsed = "Last used",
        NotYet = "Not yet",
        Yours = "This browser",
        OfSecret = "Kept by its Secret",
        Revoke = "Revoke…",
        RevokeOne = name => $"Revoke {name}…",
        RevokeSure = "Revoke now",
        NewTitle = "New token",
        Make = "Make the token",
        SecretTitle = name => $"Token “{name}”",
        SecretText = "Copy it now: it is shown this once and stored nowhere.",
        NotLetIn = "Your token does not open this page",
        NotLetInText = "It takes a token that opens everything. The first page shows what yours opens.",
    };

    public static readonly AccessTexts Russian = new()
    {
        Title = "Доступ",
        Lead = "С этими токенами программы и люди пользуются REST API и входят на эти страницы.",
        Tokens = "Токены",
        None = "Токенов пока нет. Создайте ниже отдельный для каждой программы и каждого человека, чтобы любой можно было отозвать.",
        Name = "Название",
        NameHelp = "Для кого или для чего он, например n8n.",
        NameError = "Напишите, для чего он: от 1 до 100 символов.",
        Scope = "Открывает",
        ScopeHelp = "Токен одного пользователя не читает чужого и не командует чужим.",
        ScopeError = "Выберите, что он открывает.",
        Choose = "Выберите…",
        All = "Всё",
        Days = "Срок в днях",
        DaysHelp = "Пусто: бессрочный.",
        DaysError = "Целое число от 1 до 3650 или пусто.",
        Made = "Создан",
        Ends = "Срок",
        Ended = "Истёк",
        Never = "Бессрочный",
        LastUsed = "Использован",
        NotYet = "Ещё нет",
        Yours = "Этот браузер",
        OfSecret = "Хранится в Secret",
        Revoke = "Отозвать…",
        RevokeOne = name => $"Отозвать {name}…",
        RevokeSure = "Отозвать сейчас",
        NewTitle = "Новый токен",
        Make = "Создать токен",
        SecretTitle = name => $"Токен «{name}»",
        SecretText = "Скопируйте его сейчас: он показан один раз и нигде не хранится.",
        NotLetIn = "Ваш токен не открывает эту страницу",
        NotLetInText = "Для неё нужен токен, который открывает всё. Что открывает ваш, видно на первой странице.",
    };
}
