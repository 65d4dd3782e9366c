using TelegramParser.Contracts.Control;
using TelegramParser.Worker.Settings;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.Worker.Session;

/// <summary>
/// Answers the question for the 2FA password from the credentials Secret, once a login: a wrong one is for a person.
/// </summary>
/// <remarks>Lives on the event loop.</remarks>
internal sealed class StoredPassword(SecretFiles secrets, AuthorizationFlow authorization)
{
    private bool _tried;

    /// <summary>Looks at a change of the login.</summary>
    public void Look(LoginStatus status)
    {
        if (status.State == SessionState.Ready)
            _tried = false;
        if (status.State != SessionState.WaitingForPassword || _tried || secrets.Password is not { } password)
            return;
        _tried = true;
        _ = SubmitAsync(password);
    }

    private async Task SubmitAsync(string password)
    {
        try
        {
            await authorization.SubmitPasswordAsync(password, CancellationToken.None);
        }
        catch (Exception e) when (e is LoginRefusedException or LoginStateException or Telegram.TelegramTimeoutException)
        {
            // The login's status says it, and asks the person.
        }
    }
}
