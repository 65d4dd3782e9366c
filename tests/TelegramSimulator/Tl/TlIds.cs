namespace TelegramParser.TelegramSimulator.Tl;

/// <summary>Constructor ids that no schema file holds, or that are read before a layer is known.</summary>
internal static class TlIds
{
    public const uint Vector = 0x1cb5c415;
    public const uint BoolTrue = 0x997275b5;
    public const uint BoolFalse = 0xbc799737;
    public const uint GzipPacked = 0x3072cfa1;

    public const uint InvokeWithLayer = 0xda9b0d0d;
    public const uint InitConnection = 0xc1cd5ea9;
    public const uint InvokeWithoutUpdates = 0xbf9459b7;
    public const uint InvokeAfterMsg = 0xcb9f372d;
    public const uint InvokeWithTakeout = 0xaca9fd2e;
}
