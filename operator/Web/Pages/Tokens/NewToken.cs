using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Tokens;

namespace TelegramParser.Operator.Web.Pages.Tokens;

/// <summary>The form that makes a token, and its secret, which is shown in the answer to it alone.</summary>
internal static class NewToken
{
    private const string SecretId = "secret";

    public static Html Render(TokensView view, string token)
    {
        var (texts, form) = (view.Texts.Access, view.Form);
        return Html.Of($"""
            <section class="card" aria-labelledby="new-title">
              <h2 id="new-title">{texts.NewTitle}</h2>
              {Form.Post(TokenPages.Path, token, Html.Of($"""
                <div class="columns">
                  {Form.Field(new FieldView(TokenPages.NameField, texts.Name, "off") { Value = form.Name, Help = texts.NameHelp, Error = form.NameError })}
                  <div class="field">
                    <label for="{TokenPages.ScopeField}">{texts.Scope}</label>
                    <select id="{TokenPages.ScopeField}" name="{TokenPages.ScopeField}" aria-describedby="{TokenPages.ScopeField}-help"{Html.If(form.ScopeError is not null, $" aria-invalid=\"true\"")}>
                      <option value="">{texts.Choose}</option>
                      {view.Users.Select(user => Option(user, user, form.Scope))}
                      {Option(TokenScopes.All, texts.All, form.Scope)}
                    </select>
                    <p class="help" id="{TokenPages.ScopeField}-help">{texts.ScopeHelp}</p>
                    {Html.If(form.ScopeError is not null, $"""<p class="error" role="alert">{form.ScopeError}</p>""")}
                  </div>
                  {Form.Field(new FieldView(TokenPages.DaysField, texts.Days, "off") { Value = form.Days, InputMode = "numeric", Help = texts.DaysHelp, Error = form.DaysError })}
                </div>
                {Form.Button(texts.Make, view.Texts.Common.Working)}
                """))}
            </section>
            """);
    }

    /// <summary>The secret of the token that was made.</summary>
    public static Html Secret(TokensView view)
    {
        var (texts, made) = (view.Texts.Access, view.Form.Made!);
        return Html.Of($"""
            <section class="card made" aria-labelledby="secret-title">
              <h2 id="secret-title">{texts.SecretTitle(made.Token.Name)}</h2>
              <p class="soft">{texts.SecretText}</p>
              <div class="copy">
                <input id="{SecretId}" class="mono" type="text" readonly value="{made.Secret}" autocomplete="off" spellcheck="false" translate="no" aria-labelledby="secret-title">
                {CopyButton.Render(view.Texts, SecretId)}
              </div>
            </section>
            """);
    }

    private static Html Option(string value, string text, string chosen) =>
        Html.Of($"""<option value="{value}"{Html.If(value == chosen, $" selected")}>{text}</option>""");
}
