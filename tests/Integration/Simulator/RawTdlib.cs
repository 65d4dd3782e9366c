using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using TelegramParser.Harness.Telegram;

namespace TelegramParser.IntegrationTests.Simulator;

/// <summary>
/// TDLib's JSON interface and nothing more, so that the simulator is tried without the worker's client. It loads a copy
/// of the library of its own: one library may have one receiving thread only, and the worker's client has it.
/// </summary>
internal static unsafe class RawTdlib
{
    private static readonly nint Library = NativeLibrary.Load(OwnCopy());
    private static readonly delegate* unmanaged[Cdecl]<int> CreateClientId =
        (delegate* unmanaged[Cdecl]<int>)NativeLibrary.GetExport(Library, "td_create_client_id");
    private static readonly delegate* unmanaged[Cdecl]<int, byte*, void> SendRequest =
        (delegate* unmanaged[Cdecl]<int, byte*, void>)NativeLibrary.GetExport(Library, "td_send");
    private static readonly delegate* unmanaged[Cdecl]<double, byte*> Receive =
        (delegate* unmanaged[Cdecl]<double, byte*>)NativeLibrary.GetExport(Library, "td_receive");
    private static readonly delegate* unmanaged[Cdecl]<byte*, byte*> Execute =
        (delegate* unmanaged[Cdecl]<byte*, byte*>)NativeLibrary.GetExport(Library, "td_execute");
    private static readonly ConcurrentDictionary<int, Action<JsonObject>> Receivers = new();

    static RawTdlib()
    {
        fixed (byte* request = "{\"@type\":\"setLogVerbosityLevel\",\"new_verbosity_level\":0}\0"u8)
            Execute(request);
        new Thread(ReceiveForever) { IsBackground = true, Name = "raw td_receive" }.Start();
    }

    public static int Create(Action<JsonObject> receiver)
    {
        var id = CreateClientId();
        Receivers[id] = receiver;
        return id;
    }

    public static void Send(int client, JsonObject request)
    {
        fixed (byte* bytes = Encoding.UTF8.GetBytes(request.ToJsonString() + '\0'))
            SendRequest(client, bytes);
    }

    private static void ReceiveForever()
    {
        while (true)
        {
            var answer = Receive(1.0);
            if (answer is null)
                continue;
            var json = JsonNode.Parse(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(answer))!.AsObject();
            if (Receivers.TryGetValue((int)json["@client_id"]!, out var receiver))
                receiver(json);
        }
    }

    private static string OwnCopy()
    {
        var copy = Path.ChangeExtension(SimulatorHost.TdJsonPath, ".raw.so");
        if (!File.Exists(copy))
        {
            var unfinished = $"{copy}.{Environment.ProcessId}";
            File.Copy(SimulatorHost.TdJsonPath, unfinished, overwrite: true);
            File.Move(unfinished, copy, overwrite: true);
        }
        return copy;
    }
}
