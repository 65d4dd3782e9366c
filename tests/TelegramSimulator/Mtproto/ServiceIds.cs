namespace TelegramParser.TelegramSimulator.Mtproto;

/// <summary>Constructors of MTProto's own messages (https://core.telegram.org/mtproto/service_messages).</summary>
internal static class ServiceIds
{
    public const uint MsgContainer = 0x73f1f8dc;
    public const uint MsgsAck = 0x62d6b459;
    public const uint RpcResult = 0xf35c6d01;
    public const uint RpcErrorAnswer = 0x2144ca19;
    public const uint RpcDropAnswer = 0x58e4a740;
    public const uint RpcAnswerUnknown = 0x5e2ad36e;
    public const uint Ping = 0x7abe77ec;
    public const uint PingDelayDisconnect = 0xf3427b8c;
    public const uint Pong = 0x347773c5;
    public const uint NewSessionCreated = 0x9ec20908;
    public const uint BadMsgNotification = 0xa7eff811;
    public const uint BadServerSalt = 0xedab447b;
    public const uint GetFutureSalts = 0xb921bd04;
    public const uint FutureSalts = 0xae500895;
    public const uint DestroySession = 0xe7512126;
    public const uint DestroySessionOk = 0xe22045fc;
    public const uint DestroyAuthKey = 0xd1435160;
    public const uint DestroyAuthKeyOk = 0xf660e1d4;
    public const uint MsgsStateReq = 0xda69fb52;
    public const uint MsgsStateInfo = 0x04deb57d;
    public const uint MsgsAllInfo = 0x8cc0d131;
    public const uint MsgResendReq = 0x7d861a08;
    public const uint HttpWait = 0x9299359f;
}
