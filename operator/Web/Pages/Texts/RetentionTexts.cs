namespace TelegramParser.Operator.Web.Pages.Texts;

/// <summary>How long posts are kept, on the page of a user.</summary>
internal sealed record RetentionTexts
{
    public required string Title { get; init; }
    public required string ForEverText { get; init; }
    public required Func<long, string> Days { get; init; }
    public required Func<long, string> Kept { get; init; }
    public required string BySubscriptions { get; init; }
    public required string NextRun { get; init; }
    public required string Channel { get; init; }
    public required string KeptFor { get; init; }
    public required string WouldGo { get; init; }
    public required string Nothing { get; init; }
    public required string Removed { get; init; }
    public required string NothingRemoved { get; init; }
    public required string When { get; init; }
    public required string Posts { get; init; }
    public required string Posted { get; init; }
    public required string Try { get; init; }
    public required string TryHelp { get; init; }
    public required string TryButton { get; init; }
    public required string TryEnd { get; init; }
    public required string TryError { get; init; }
    public required Func<long, string> Trying { get; init; }

    public static readonly RetentionTexts English = new()
    {
        Title = "How long posts are kept",
        ForEverText = "Posts are kept for ever. spec.retention of the TelegramUser or of a ChannelSubscription changes that.",
        Days = days => days == 1 ? "1 day" : $"{days} days",
        Kept = days => days == 1 ? "Posts are kept for 1 day, unless a subscription says otherwise." : $"Posts are kept for {days} days, unless a subscription says otherwise.",
        BySubscriptions = "Posts are kept for ever, except where a subscription says otherwise.",
        NextRun = "Next removal",
        Channel = "Channel",
        KeptFor = "Kept for",
        WouldGo = "Would go now",
        Nothing = "Nothing",
        Removed = "Removed last",
        NothingRemoved = "Nothing was removed yet.",
        When = "When",
        Posts = "Posts",
        Posted = "Their dates",
        Try = "What if posts were kept for … days?",
        TryHelp = "Shows what would go, and changes nothing.",
        TryButton = "Show",
        TryEnd = "Back to the setting",
        TryError = "Give a whole number from 1 to 36500.",
        Trying = days => days == 1 ? "If posts were kept for 1 day: nothing is set or removed by this." : $"If posts were kept for {days} days: nothing is set or removed by this.",
    };

    public static readonly RetentionTexts Russian = new()
    {
        Title = "Сколько хранятся посты",
        ForEverText = "Посты хранятся всегда. Это меняет spec.retention у TelegramUser или ChannelSubscription.",
        Days = Count,
        Kept = days => $"Посты хранятся {Count(days)}, если подписка не говорит иначе.",
        BySubscriptions = "Посты хранятся всегда, если подписка не говорит иначе.",
        NextRun = "Следующее удаление",
        Channel = "Канал",
        KeptFor = "Хранятся",
        WouldGo = "Удалилось бы сейчас",
        Nothing = "Ничего",
        Removed = "Последние удаления",
        NothingRemoved = "Пока ничего не удалялось.",
        When = "Когда",
        Posts = "Посты",
        Posted = "Их даты",
        Try = "А если хранить посты … дней?",
        TryHelp = "Показывает, что удалилось бы, и ничего не меняет.",
        TryButton = "Показать",
        TryEnd = "Вернуться к настройке",
        TryError = "Целое число от 1 до 36500.",
        Trying = days => $"Если бы посты хранились {Count(days)}: этим ничего не задаётся и не удаляется.",
    };

    private static string Count(long days) => (days % 100, days % 10) switch
    {
        ( >= 11 and <= 14, _) => $"{days} дней",
        (_, 1) => $"{days} день",
        (_, >= 2 and <= 4) => $"{days} дня",
        _ => $"{days} дней",
    };
}
