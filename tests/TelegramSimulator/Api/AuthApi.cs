using System.Collections.Concurrent;
using System.Security.Cryptography;
using TelegramParser.TelegramSimulator.Api.Answers;
using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;
using TelegramParser.TelegramSimulator.World;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Logging in by phone and code or by QR link, the 2FA password, and logging out (https://core.telegram.org/api/auth).</summary>
internal sealed class AuthApi(LoginTokens tokens, Notifier notifier, TimeProvider time)
{
    private const int CodeTimeoutSeconds = 60;

    private readonly ConcurrentDictionary<string, Account> _codesSent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, SrpVerifier> _passwordChecks = new();

    public void Register(ApiMethods methods)
    {
        methods.Open("auth.sendCode", SendCode);
        methods.Open("auth.resendCode", SendCode);
        methods.Open("auth.cancelCode", CancelCode);
        methods.Open("auth.signIn", SignIn);
        methods.Open("auth.exportLoginToken", ExportLoginToken);
        methods.Private("auth.acceptLoginToken", AcceptLoginToken);
        methods.Open("account.getPassword", GetPassword);
        methods.Open("auth.checkPassword", CheckPassword);
        methods.Open("auth.logOut", LogOut);
        // All data centres are this server, so there is no login to carry from one to another.
        methods.Open("auth.exportAuthorization", _ => throw RpcError.BadRequest("DC_ID_INVALID"));
        methods.Open("auth.importAuthorization", _ => throw RpcError.BadRequest("AUTH_BYTES_INVALID"));
        methods.Open("auth.dropTempAuthKeys", _ => true);
    }

    private TlObject SendCode(ApiCall call)
    {
        var account = call.World.AccountByPhone(call.Request.Text("phone_number"))
            ?? throw RpcError.BadRequest("PHONE_NUMBER_INVALID");
        var hash = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(9));
        _codesSent[hash] = account;
        return new TlObject("auth.sentCode")
        {
            ["type"] = new TlObject("auth.sentCodeTypeApp") { ["length"] = account.Code.Length },
            ["phone_code_hash"] = hash,
            ["timeout"] = CodeTimeoutSeconds,
        };
    }

    private object CancelCode(ApiCall call) => _codesSent.TryRemove(call.Request.Text("phone_code_hash"), out _);

    private object SignIn(ApiCall call)
    {
        if (!_codesSent.TryGetValue(call.Request.Text("phone_code_hash"), out var account))
            throw RpcError.BadRequest("PHONE_CODE_EXPIRED");
        if (!string.Equals(call.Request.Text("phone_code"), account.Code, StringComparison.Ordinal))
            throw RpcError.BadRequest("PHONE_CODE_INVALID");
        return Enter(call, account);
    }

    private TlObject ExportLoginToken(ApiCall call)
    {
        if (tokens.TakeAcceptance(call.Key) is { } account)
            return new TlObject("auth.loginTokenSuccess") { ["authorization"] = Enter(call, account) };
        var (token, expiresAt) = tokens.Issue(call.Key);
        return new TlObject("auth.loginToken") { ["token"] = token, ["expires"] = expiresAt };
    }

    private TlObject AcceptLoginToken(ApiCall call)
    {
        notifier.LoginTokenAccepted(tokens.Accept(call.Request.Bytes("token"), call.Me));
        return new TlObject("authorization")
        {
            ["device_model"] = "Simulated device",
            ["date_created"] = time.GetUtcNow(),
            ["date_active"] = time.GetUtcNow(),
        };
    }

    private object GetPassword(ApiCall call)
    {
        var account = call.World.AccountByPhone(call.Key.PendingPhone) ?? call.Me;
        var check = new SrpVerifier(account.Password ?? "");
        _passwordChecks[check.Id] = check;
        var algorithm = new TlObject("passwordKdfAlgoSHA256SHA256PBKDF2HMACSHA512iter100000SHA256ModPow")
        {
            ["salt1"] = check.Salt1,
            ["salt2"] = check.Salt2,
            ["g"] = DiffieHellman.Generator,
            ["p"] = DiffieHellman.PrimeBytes,
        };
        var hasPassword = account.Password is not null;
        return new TlObject("account.password")
        {
            ["has_password"] = hasPassword,
            ["current_algo"] = hasPassword ? algorithm : null,
            ["srp_B"] = hasPassword ? check.ServerValue : null,
            ["srp_id"] = hasPassword ? check.Id : null,
            ["new_algo"] = algorithm,
            ["new_secure_algo"] = new TlObject("securePasswordKdfAlgoPBKDF2HMACSHA512iter100000")
            {
                ["salt"] = RandomNumberGenerator.GetBytes(8),
            },
            ["secure_random"] = RandomNumberGenerator.GetBytes(32),
        };
    }

    private object CheckPassword(ApiCall call)
    {
        var proof = call.Request.Object("password") ?? throw RpcError.BadRequest("PASSWORD_HASH_INVALID");
        if (!_passwordChecks.TryRemove(proof.Long("srp_id"), out var check))
            throw RpcError.BadRequest("SRP_ID_INVALID");
        if (!check.Accepts(proof.Bytes("A"), proof.Bytes("M1")))
            throw RpcError.BadRequest("PASSWORD_HASH_INVALID");
        var account = call.World.AccountByPhone(call.Key.PendingPhone) ?? throw RpcError.Unauthorized("AUTH_KEY_UNREGISTERED");
        return LogIn(call, account);
    }

    private static object LogOut(ApiCall call)
    {
        call.Key.UserId = 0;
        return new TlObject("auth.loggedOut");
    }

    /// <summary>Logs in, unless the account wants its password first.</summary>
    private static TlObject Enter(ApiCall call, Account account)
    {
        if (account.Password is null)
            return LogIn(call, account);
        call.Key.PendingPhone = account.Phone;
        throw RpcError.Unauthorized("SESSION_PASSWORD_NEEDED");
    }

    private static TlObject LogIn(ApiCall call, Account account)
    {
        call.Key.PendingPhone = null;
        call.Key.UserId = account.User.Id;
        return new TlObject("auth.authorization") { ["user"] = Peers.Self(account) };
    }
}
