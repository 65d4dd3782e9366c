using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Control;

/// <summary>/accounts: who can log in, scanning QR codes, and ending sessions.</summary>
internal static class AccountRoutes
{
    public static void MapAccounts(this IEndpointRouteBuilder routes, Simulator simulator)
    {
        var accounts = routes.MapGroup("/accounts");
        accounts.MapGet("", () => simulator.World.Accounts);
        accounts.MapPost("", (Account account) =>
        {
            simulator.World.Add(account);
            return TypedResults.Created($"/accounts/{account.Phone}", account);
        });
        accounts.MapPost("/{phone}/accept-qr", (string phone, AcceptQr request) =>
        {
            simulator.AcceptLogin(request.Link, phone);
            return TypedResults.NoContent();
        });
        accounts.MapPost("/{phone}/revoke", (string phone, Revocation request) =>
        {
            simulator.RevokeSessions(phone, request.Error, request.Code);
            return TypedResults.NoContent();
        });
        accounts.MapPost("/{phone}/forget-keys", (string phone) =>
        {
            simulator.ForgetKeys(phone);
            return TypedResults.NoContent();
        });
    }

    /// <param name="Link"><c>tg://login?token=…</c>.</param>
    internal sealed record AcceptQr(string Link);

    /// <param name="Error">What the clients are answered with.</param>
    internal sealed record Revocation(string Error = "SESSION_REVOKED", int Code = 401);
}
