using Microsoft.Extensions.Logging;
using TelegramParser.Contracts.Control;
using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.Worker.Session;

/// <summary>Lets in the account that the user belongs to, and pins it at the first login; logs out any other.</summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed partial class AccountGate(
    HeldLease lease, SessionStore sessions, AuthorizationFlow authorization, LoginPresenter presenter, ILogger<AccountGate> logger)
{
    /// <summary>Whether the account that is logged in may be used; logs out when it may not.</summary>
    public async Task<bool> AcceptAsync(LoginStatus login, CancellationToken ct)
    {
        var pin = await sessions.PinAccountAsync(lease.Token, login.TelegramId!.Value, login.Username, login.DisplayName, ct);
        var refusal = pin switch
        {
            PinOutcome.Mismatch other => (Reasons.AccountMismatch,
                $"Logged in to account {login.TelegramId}, but this user belongs to account {other.ExpectedTelegramId}. Log in to that one, or make another TelegramUser for this one."),
            PinOutcome.ClaimedBy owner => (Reasons.AccountClaimed,
                $"Account {login.TelegramId} belongs to TelegramUser {owner.User} already. Log in to another account, or delete one of the two."),
            _ => ((string, string)?)null,
        };
        if (refusal is not { } refused)
            return true;
        Log.Refused(logger, refused.Item1, refused.Item2);
        presenter.Explain(refused.Item1, refused.Item2);
        await authorization.LogOutAsync(ct);
        await authorization.WaitForAsync(s => s is SessionState.LoggedOut or SessionState.Closed, ct);
        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "login refused reason={Reason}: {Problem}")]
        public static partial void Refused(ILogger logger, string reason, string problem);
    }
}
