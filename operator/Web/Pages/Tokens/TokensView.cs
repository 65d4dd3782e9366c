using System.Globalization;
using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Tokens;

namespace TelegramParser.Operator.Web.Pages.Tokens;

/// <summary>What the page shows.</summary>
/// <param name="Texts">Its language.</param>
/// <param name="Now">The time.</param>
internal sealed record TokensView(PageTexts Texts, DateTimeOffset Now)
{
    public required IReadOnlyList<TokenItem> Tokens { get; init; }

    /// <summary>Users that a token could be for, as <c>namespace:name</c>.</summary>
    public required IReadOnlyList<string> Users { get; init; }

    /// <summary>Number of the token that this browser has signed in with.</summary>
    public long? OwnToken { get; init; }

    public required NewTokenForm Form { get; init; }
}

/// <summary>What was typed into the form, and what is wrong with it.</summary>
internal sealed record NewTokenForm
{
    public string Name { get; init; } = "";

    /// <summary><c>all</c>, or <c>namespace:name</c> of the only user.</summary>
    public string Scope { get; init; } = "";

    public string Days { get; init; } = "";

    /// <summary><see cref="Days"/> as a number; null when the token does not end.</summary>
    public int? ExpiresInDays { get; private init; }

    public string? NameError { get; private init; }

    public string? ScopeError { get; private init; }

    public string? DaysError { get; private init; }

    /// <summary>What else went wrong.</summary>
    public string? Error { get; init; }

    /// <summary>The token that was made.</summary>
    public CreatedToken? Made { get; init; }

    public bool IsWrong => NameError is not null || ScopeError is not null || DaysError is not null;

    public static NewTokenForm Read(IFormCollection form, AccessTexts texts)
    {
        var (name, scope, days) = (Text(TokenPages.NameField), Text(TokenPages.ScopeField), Text(TokenPages.DaysField));
        var isNumber = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= TokenMaker.MostDays;
        return new NewTokenForm
        {
            Name = name,
            Scope = scope,
            Days = days,
            ExpiresInDays = isNumber ? number : null,
            NameError = name.Length is 0 or > TokenMaker.LongestName ? texts.NameError : null,
            ScopeError = scope.Length == 0 ? texts.ScopeError : null,
            DaysError = days.Length > 0 && !isNumber ? texts.DaysError : null,
        };

        string Text(string field) => form[field].ToString().Trim();
    }
}
