using System.Runtime.InteropServices;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>
/// TDLib's JSON interface, <c>td_json_client.h</c> (https://core.telegram.org/tdlib/docs/td__json__client_8h.html).
/// Strings are UTF-8 and end with a zero byte.
/// </summary>
internal static unsafe partial class TdJson
{
    private const string Library = "tdjson";

    static TdJson() => NativeLibrary.SetDllImportResolver(
        typeof(TdJson).Assembly, (name, _, _) => name == Library ? NativeLibrary.Load(TdLibrary.Path) : 0);

    /// <summary>Makes a client id. The instance behind it starts with the first request.</summary>
    [LibraryImport(Library, EntryPoint = "td_create_client_id")]
    internal static partial int CreateClientId();

    /// <summary>Queues a request; may be called from any thread.</summary>
    [LibraryImport(Library, EntryPoint = "td_send")]
    internal static partial void Send(int clientId, byte* request);

    /// <summary>Waits for an update or answer; null after the timeout. One thread at a time; valid until its next call.</summary>
    [LibraryImport(Library, EntryPoint = "td_receive")]
    internal static partial byte* Receive(double timeoutSeconds);

    /// <summary>Runs one of the few requests that need no client. Valid until the thread's next call.</summary>
    [LibraryImport(Library, EntryPoint = "td_execute")]
    internal static partial byte* Execute(byte* request);

    /// <summary>Sets what gets TDLib's log lines up to a level, from any thread.</summary>
    [LibraryImport(Library, EntryPoint = "td_set_log_message_callback")]
    internal static partial void SetLogMessageCallback(
        int maxVerbosityLevel, delegate* unmanaged[Cdecl]<int, byte*, void> callback);
}
