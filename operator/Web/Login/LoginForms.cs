using TelegramParser.Operator.Web.Pages.Shared;

namespace TelegramParser.Operator.Web.Login;

/// <summary>The steps in which a person does something. Each is a plain form.</summary>
internal static class LoginForms
{
    /// <summary>The manifest's <c>PhoneCode</c>, as the worker writes it.</summary>
    private const string PhonePreferred = "phone_code";

    public const string PhoneField = "phone";
    public const string CodeField = "code";
    public const string PasswordField = "password";

    /// <summary>Both ways in, the one that the manifest prefers open.</summary>
    public static Html Choose(LoginView view)
    {
        var texts = view.Texts.Choose;
        var phoneFirst = view.Error?.Field == PhoneField
            || view.Status?.PreferredMethod == PhonePreferred;
        return phoneFirst
            ? Html.Of($"""{PhoneForm(view, primary: true)}{Folded(texts.UseQr, QrForm(view, primary: false))}""")
            : Html.Of($"""{QrForm(view, primary: true)}{Folded(texts.UsePhone, PhoneForm(view, primary: false))}""");
    }

    public static Html Qr(LoginView view)
    {
        var texts = view.Texts.Qr;
        return Html.Of($"""
            <h1 id="title" tabindex="-1">{texts.Title}</h1>
            <div class="scan">
              <div class="qr">
                {(view.Status?.QrLink is { } link
                    ? Html.Of($"""<img id="qr" src="{QrImage.DataUri(link)}" alt="{texts.Alternative}" width="240" height="240">""")
                    : Html.Of($"""<p class="help">{texts.Pending}</p>"""))}
              </div>
              <ol class="steps">{texts.Steps.Select(step => Html.Of($"<li>{step}</li>"))}</ol>
            </div>
            <p class="help">{texts.Renews}</p>
            <p class="help narrow-only">{texts.OnThisPhone}</p>
            {LoginPanel.Next(view, texts.Next)}
            {Folded(view.Texts.Choose.UsePhone, PhoneForm(view, primary: false), open: view.Error?.Field == PhoneField)}
            """);
    }

    public static Html Code(LoginView view)
    {
        var texts = view.Texts.Code;
        return Html.Of($"""
            {LoginPanel.Heading(texts.Title, texts.Lead(view.Status?.CodeType, view.Status?.PhoneHint))}
            {Form.Post($"{view.Url}/code", view.FormToken, Html.Of($"""
                {Form.Field(new FieldView(CodeField, texts.Label, "one-time-code")
                {
                    InputMode = view.Status?.CodeType is "sms_word" or "sms_phrase" ? "text" : "numeric",
                    Style = "code",
                    Help = view.Status?.CodeLength is { } length ? texts.Help(length) : null,
                    Error = ErrorOf(view, CodeField),
                    Focus = true,
                })}
                {Form.Button(texts.Button, view.Texts.Common.Working)}
                """))}
            {LoginPanel.Next(view, texts.Next)}
            {Folded(texts.NoCode, Html.Of($"""{PhoneForm(view, primary: false)}{QrForm(view, primary: false)}"""), open: view.Error?.Field == PhoneField)}
            """);
    }

    public static Html Password(LoginView view)
    {
        var texts = view.Texts.Password;
        return Html.Of($"""
            {LoginPanel.Heading(texts.Title, texts.Lead)}
            {Form.Post($"{view.Url}/password", view.FormToken, Html.Of($"""
                {Form.Field(new FieldView(PasswordField, texts.Label, "current-password")
                {
                    Type = "password",
                    Help = string.IsNullOrEmpty(view.Status?.PasswordHint) ? null : texts.Hint(view.Status.PasswordHint),
                    Error = ErrorOf(view, PasswordField),
                    Focus = true,
                })}
                {Form.Button(texts.Button, view.Texts.Common.Working)}
                """))}
            {LoginPanel.Next(view, texts.Next)}
            """);
    }

    private static Html QrForm(LoginView view, bool primary)
    {
        var texts = view.Texts.Choose;
        return Html.Of($"""
            <div class="way">
              <h2>{texts.QrTitle}</h2>
              <p class="help">{texts.QrText}</p>
              {Form.Post($"{view.Url}/qr", view.FormToken, Form.Button(texts.QrButton, view.Texts.Common.Working, primary))}
            </div>
            """);
    }

    private static Html PhoneForm(LoginView view, bool primary)
    {
        var texts = view.Texts.Choose;
        var known = view.Status?.PhoneHint is { } hint ? $" {texts.PhoneKnown(hint)}" : "";
        return Html.Of($"""
            <div class="way">
              <h2>{texts.PhoneTitle}</h2>
              <p class="help">{texts.PhoneText}</p>
              {Form.Post($"{view.Url}/phone", view.FormToken, Html.Of($"""
                  {Form.Field(new FieldView(PhoneField, texts.PhoneLabel, "tel")
                  {
                      Type = "tel",
                      Value = view.Error?.Field == PhoneField ? view.Error.Typed : null,
                      InputMode = "tel",
                      Help = texts.PhoneHelp + known,
                      Error = ErrorOf(view, PhoneField),
                  })}
                  {Form.Button(texts.PhoneButton, view.Texts.Common.Working, primary)}
                  """))}
            </div>
            """);
    }

    private static Html Folded(string summary, Html content, bool open = false) => Html.Of($"""
        <details class="fold"{Html.If(open, $" open")}><summary>{summary}</summary>{content}</details>
        """);

    private static string? ErrorOf(LoginView view, string field) => view.Error?.Field == field ? view.Error.Message : null;
}
