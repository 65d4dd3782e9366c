using Microsoft.AspNetCore.Http.HttpResults;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Operator.Web.Workers;

namespace TelegramParser.Operator.Web.Login;

/// <summary>Login of one user to Telegram, step by step. The page under <c>/login/{id}</c> does the same for people.</summary>
internal static class LoginApi
{
    public static void MapLoginApi(this IEndpointRouteBuilder app)
    {
        var login = app.MapGroup("/users/{id}").WithTags("Login");

        login.MapGet("/login", GetLoginAsync)
            .WithName("GetLogin")
            .WithSummary("Get the state of the login")
            .WithDescription("What the worker waits for: a way to log in, a code, the 2FA password or a QR scan; and who is logged in.")
            .ProducesCommandProblems();
        login.MapPost("/login/phone", SendPhoneAsync)
            .WithName("LoginWithPhone")
            .WithSummary("Ask Telegram to send a login code")
            .WithDescription("Without a body, the code goes to the phone number of the TelegramUser. Telegram allows few tries: a code is sent only when this is called.")
            .ProducesLoginProblems();
        login.MapPost("/login/code", SendCodeAsync)
            .WithName("LoginWithCode")
            .WithSummary("Enter the login code")
            .WithDescription("The code that Telegram sent. The state is then `ready`, or `waiting_for_password` when the account has a 2FA password.")
            .ProducesLoginProblems();
        login.MapPost("/login/password", SendPasswordAsync)
            .WithName("LoginWithPassword")
            .WithSummary("Enter the 2FA password")
            .WithDescription("The password goes to Telegram's client in the worker and is stored nowhere.")
            .ProducesLoginProblems();
        login.MapPost("/login/qr", RequestQrAsync)
            .WithName("LoginWithQr")
            .WithSummary("Ask for a QR code")
            .WithDescription("Scan it in Telegram under Settings > Devices > Link Desktop Device. It is renewed about every 30 seconds; `GET /users/{id}/login/qr.svg` draws the current one.")
            .ProducesLoginProblems();
        login.MapGet("/login/qr.svg", GetQrAsync)
            .WithName("GetLoginQr")
            .WithSummary("Get the QR code as SVG")
            .WithDescription("The current QR code with its quiet zone. 404 when no scan is awaited.")
            .Produces(StatusCodes.Status200OK, contentType: QrImage.ContentType)
            .ProducesCommandProblems();
        login.MapPost("/logout", LogOutAsync)
            .WithName("LogOut")
            .WithSummary("Log out of Telegram")
            .WithDescription("Ends the session at Telegram. Stored posts and cursors stay; a later login goes on from there.")
            .ProducesLoginProblems();
    }

    private static async Task<Ok<LoginStatus>> GetLoginAsync(
        [UserId] string id, UserDirectory users, WorkerClient workers, CancellationToken cancellation) =>
        TypedResults.Ok(await workers.LoginStatusAsync(await users.WorkerOfAsync(id, cancellation), cancellation));

    private static async Task<Ok<LoginStatus>> SendPhoneAsync(
        [UserId] string id, LoginPhone? phone, UserDirectory users, WorkerClient workers, CancellationToken cancellation) =>
        TypedResults.Ok(await workers.SendPhoneAsync(
            await users.WorkerOfAsync(id, cancellation), LoginInput.Phone(phone?.PhoneNumber), cancellation));

    private static async Task<Ok<LoginStatus>> SendCodeAsync(
        [UserId] string id, LoginCode code, UserDirectory users, WorkerClient workers, CancellationToken cancellation) =>
        TypedResults.Ok(await workers.SendCodeAsync(
            await users.WorkerOfAsync(id, cancellation), LoginInput.Code(code.Code), cancellation));

    private static async Task<Ok<LoginStatus>> SendPasswordAsync(
        [UserId] string id, LoginPassword password, UserDirectory users, WorkerClient workers, CancellationToken cancellation) =>
        TypedResults.Ok(await workers.SendPasswordAsync(
            await users.WorkerOfAsync(id, cancellation), LoginInput.Password(password.Password), cancellation));

    private static async Task<Ok<LoginStatus>> RequestQrAsync(
        [UserId] string id, UserDirectory users, WorkerClient workers, CancellationToken cancellation) =>
        TypedResults.Ok(await workers.RequestQrAsync(await users.WorkerOfAsync(id, cancellation), cancellation));

    private static async Task<ContentHttpResult> GetQrAsync(
        [UserId] string id, UserDirectory users, WorkerClient workers, CancellationToken cancellation)
    {
        var status = await workers.LoginStatusAsync(await users.WorkerOfAsync(id, cancellation), cancellation);
        return status.QrLink is { } link
            ? TypedResults.Text(QrImage.Svg(link), QrImage.ContentType)
            : throw ApiProblem.NotFound(
                ProblemCodes.NoQrCode, "No QR code is waiting to be scanned.",
                status.State is SessionState.Ready
                    ? "The account is logged in already."
                    : $"Ask for a QR code with POST /users/{id}/login/qr.");
    }

    private static async Task<Ok<LoginStatus>> LogOutAsync(
        [UserId] string id, UserDirectory users, WorkerClient workers, CancellationToken cancellation) =>
        TypedResults.Ok(await workers.LogOutAsync(await users.WorkerOfAsync(id, cancellation), cancellation));
}
