namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>Forms that work without scripts and carry the antiforgery token.</summary>
internal static class Form
{
    public const string TokenField = "form_token";

    private const string ActionsId = "actions";

    public static Html Post(string action, string token, Html fields) => Html.Of($"""
        <form method="post" action="{action}" novalidate>
          <input type="hidden" name="{TokenField}" value="{token}">
          {fields}
        </form>
        """);

    /// <summary>A form for buttons elsewhere on the page (<see cref="Action"/>).</summary>
    public static Html Actions(string token) => Html.Of($"""
        <form method="post" id="{ActionsId}"><input type="hidden" name="{TokenField}" value="{token}"></form>
        """);

    /// <summary>A button of <see cref="Actions"/>.</summary>
    public static Html Action(ActionView button) => Html.Of($"""
        <button type="submit" form="{ActionsId}" formaction="{button.Path}" id="{button.Id}" name="{button.Name}" value="{button.Value}"
          class="small {(button.Primary ? "primary" : "quiet")}" data-working="{button.Working}"{Html.If(button.Label is not null, $" aria-label=\"{button.Label}\"")}>{button.Text}</button>
        """);

    /// <summary>A labelled input with its help and, when there is one, its error, tied together for screen readers.</summary>
    public static Html Field(FieldView field)
    {
        var describedBy = string.Join(' ', new[]
        {
            field.Help is null ? null : $"{field.Name}-help",
            field.Error is null ? null : $"{field.Name}-error",
        }.OfType<string>());
        return Html.Of($"""
            <div class="field">
              <label for="{field.Name}">{field.Label}</label>
              <input id="{field.Name}" name="{field.Name}" type="{field.Type}" autocomplete="{field.AutoComplete}"
                inputmode="{field.InputMode}" value="{field.Value}" class="{field.Style}" aria-describedby="{describedBy}" autocapitalize="off" spellcheck="false"
                maxlength="256"{Html.If(field.Error is not null, $" aria-invalid=\"true\" autofocus")}{Html.If(field.Focus && field.Error is null, $" autofocus")}>
              {Html.If(field.Help is not null, $"""<p class="help" id="{field.Name}-help">{field.Help}</p>""")}
              {Html.If(field.Error is not null, $"""<p class="error" id="{field.Name}-error" role="alert">{field.Error}</p>""")}
            </div>
            """);
    }

    public static Html Button(string text, string working, bool primary = true) => Html.Of(
        $"""<button type="submit" class="{(primary ? "primary" : "quiet")}" data-working="{working}">{text}</button>""");
}

/// <summary>One input of a form.</summary>
/// <param name="Name">Name and id.</param>
/// <param name="Label">What is to be typed.</param>
/// <param name="AutoComplete">HTML's autofill name.</param>
internal sealed record FieldView(string Name, string Label, string AutoComplete)
{
    public string Type { get; init; } = "text";

    public string InputMode { get; init; } = "text";

    public string Style { get; init; } = "";

    /// <summary>What stands in it already; never a secret.</summary>
    public string? Value { get; init; }

    public string? Help { get; init; }

    public string? Error { get; init; }

    public bool Focus { get; init; }
}

/// <summary>A button that does something by itself.</summary>
/// <param name="Path">Where it is posted to.</param>
/// <param name="Id">Its id on the page, by which the focus is kept.</param>
/// <param name="Text">What it says.</param>
/// <param name="Working">What it says once it is pressed.</param>
internal sealed record ActionView(string Path, string Id, string Text, string Working)
{
    /// <summary>Name of a value that is sent along.</summary>
    public string? Name { get; init; }

    public string? Value { get; init; }

    /// <summary>The text for screen readers, where the visible one needs what stands around it.</summary>
    public string? Label { get; init; }

    public bool Primary { get; init; }
}
