using TelegramParser.TelegramSimulator.Cryptography;
using TelegramParser.TelegramSimulator.Mtproto;
using TelegramParser.TelegramSimulator.Tl;

namespace TelegramParser.TelegramSimulator.Api;

/// <summary>Perfect forward secrecy: ties a temporary key to a permanent one (https://core.telegram.org/api/pfs).</summary>
internal sealed class KeyBindingApi(AuthKeys keys)
{
    private const uint BindAuthKeyInner = 0x75a3f765;

    public void Register(ApiMethods methods) => methods.Open("auth.bindTempAuthKey", Bind);

    private object Bind(ApiCall call)
    {
        // What cannot be read is told in one way, be the key unknown or the message false.
        var permanent = keys.Find(call.Request.Long("perm_auth_key_id"))
            ?? throw RpcError.BadRequest("ENCRYPTED_MESSAGE_INVALID");
        if (!IsProven(call, permanent))
            throw RpcError.BadRequest("ENCRYPTED_MESSAGE_INVALID");
        call.Session.Key.BindTo(permanent);
        return true;
    }

    /// <summary>The client repeats the ids inside a message under the permanent key, in MTProto 1.0.</summary>
    private static bool IsProven(ApiCall call, AuthKey permanent)
    {
        const int keyId = 8, messageKey = 16, header = 32;
        var message = call.Request.Bytes("encrypted_message");
        var encrypted = message.AsSpan(keyId + messageKey);
        var claimedKey = message[keyId..(keyId + messageKey)];
        var plain = MessageCipher.DecryptVersion1(permanent.Key, claimedKey, encrypted[..(encrypted.Length / 16 * 16)]);

        var reader = new TlReader(plain);
        reader.Slice(header - sizeof(int));
        var length = reader.Int();
        if (length < 0 || length > plain.Length - header || !Hash.Sha1(plain[..(header + length)])[4..20].AsSpan().SequenceEqual(claimedKey))
            return false;
        return reader.Id() == BindAuthKeyInner
            && reader.Long() == call.Request.Long("nonce")
            && reader.Long() == call.Session.Key.Id
            && reader.Long() == permanent.Id
            && reader.Long() == call.Session.Id;
    }
}
