using System.Runtime.InteropServices;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>
/// The process's one thread that calls <c>td_receive</c>: it hands what arrives to the client that it is for. The thread
/// lives as long as a client is open, since a process must not exit while TDLib works.
/// </summary>
internal static unsafe class TdReceiver
{
    private const double TimeoutSeconds = 10;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, ITdSink> Sinks = [];
    private static bool _running;

    /// <summary>Makes a client whose objects go to <paramref name="sink"/> until <see cref="Close"/>.</summary>
    internal static int Open(ITdSink sink)
    {
        var clientId = TdJson.CreateClientId();
        lock (Gate)
        {
            Sinks.Add(clientId, sink);
            if (_running)
                return clientId;
            _running = true;
        }
        new Thread(Run) { IsBackground = true, Name = "td_receive" }.Start();
        return clientId;
    }

    /// <summary>Forgets a client; called on the receive thread when TDLib has closed it.</summary>
    internal static void Close(int clientId)
    {
        lock (Gate)
            Sinks.Remove(clientId);
    }

    private static void Run()
    {
        while (true)
        {
            lock (Gate)
            {
                if (Sinks.Count == 0)
                {
                    _running = false;
                    return;
                }
            }
            var json = TdJson.Receive(TimeoutSeconds);
            if (json != null)
                Dispatch(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(json));
        }
    }

    private static void Dispatch(ReadOnlySpan<byte> json)
    {
        var envelope = TdEnvelope.Read(json);
        ITdSink? sink;
        lock (Gate)
            Sinks.TryGetValue(envelope.ClientId, out sink);
        sink?.Receive(envelope, json);
    }
}

/// <summary>Takes what TDLib sends to one client.</summary>
internal interface ITdSink
{
    /// <summary>Called on the receive thread, which it must not block; <paramref name="json"/> is valid during the call.</summary>
    void Receive(TdEnvelope envelope, ReadOnlySpan<byte> json);
}
