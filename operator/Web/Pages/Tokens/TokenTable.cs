using System.Globalization;
using TelegramParser.Operator.Web.Pages.Shared;
using TelegramParser.Operator.Web.Tokens;

namespace TelegramParser.Operator.Web.Pages.Tokens;

/// <summary>Every token: what it opens, since when, until when, and the button that ends it.</summary>
internal static class TokenTable
{
    public static Html Render(TokensView view)
    {
        var texts = view.Texts.Access;
        return Html.Of($"""
            <section class="card" aria-labelledby="tokens-title">
              <h2 id="tokens-title">{texts.Tokens}</h2>
              {(view.Tokens.Count == 0 ? Html.Of($"""<p class="soft calm">{texts.None}</p>""") : Html.Of($"""
                <table class="rows">
                  <thead>
                    <tr>
                      <th scope="col">{texts.Name}</th>
                      <th scope="col">{texts.Scope}</th>
                      <th scope="col">{texts.Made}</th>
                      <th scope="col">{texts.Ends}</th>
                      <th scope="col">{texts.LastUsed}</th>
                      <th scope="col"><span class="unseen">{texts.Revoke}</span></th>
                    </tr>
                  </thead>
                  <tbody>{view.Tokens.Select(token => Row(view, token))}</tbody>
                </table>
                """))}
            </section>
            """);
    }

    private static Html Row(TokensView view, TokenItem token)
    {
        var texts = view.Texts.Access;
        var hasEnded = token.ExpiresAt <= view.Now;
        return Html.Of($"""
            <tr id="token-{token.Id}">
              <td class="first"><bdi>{token.Name}</bdi>{Html.If(token.Id == view.OwnToken, $""" <span class="pill">{texts.Yours}</span>""")}<bdi class="under">{token.CreatedBy}</bdi></td>
              <td data-label="{texts.Scope}" class="scope">{(token.UserId is null ? Html.Of($"{texts.All}") : Html.Of($"""<a href="/view/{token.Scope}">{token.Scope}</a>"""))}</td>
              <td data-label="{texts.Made}">{Moment.Relative(view.Texts, token.CreatedAt, view.Now)}</td>
              <td data-label="{texts.Ends}">{(hasEnded ? Html.Of($"""<span class="pill warn">{texts.Ended}</span>""")
                  : token.ExpiresAt is { } end ? Moment.Relative(view.Texts, end, view.Now) : Html.Of($"{texts.Never}"))}</td>
              <td data-label="{texts.LastUsed}">{(token.LastUsedAt is null ? Html.Of($"{texts.NotYet}") : Moment.Relative(view.Texts, token.LastUsedAt, view.Now))}</td>
              <td class="action">{(token.SecretRef is null ? Revoke(view, token) : Html.Of($"""<span class="soft">{texts.OfSecret}</span>"""))}</td>
            </tr>
            """);
    }

    // Two steps: a program that uses it stops at once.
    private static Html Revoke(TokensView view, TokenItem token) => Html.Of($"""
        <details class="sure">
          <summary aria-label="{view.Texts.Access.RevokeOne(token.Name)}">{view.Texts.Access.Revoke}</summary>
          {Form.Action(new ActionView(TokenPages.RevokePath, $"revoke-{token.Id}", view.Texts.Access.RevokeSure, view.Texts.Common.Working)
          {
              Name = TokenPages.TokenField,
              Value = token.Id.ToString(CultureInfo.InvariantCulture),
          })}
        </details>
        """);
}
