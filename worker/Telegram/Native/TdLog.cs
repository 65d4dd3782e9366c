using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TelegramParser.Worker.Telegram.Api;

namespace TelegramParser.Worker.Telegram.Native;

/// <summary>
/// TDLib's log, kept out of the output: only errors of network queries are looked at, for the flood waits that TDLib
/// sleeps through, and fatal errors, after which TDLib ends the process, go to the standard error.
/// </summary>
internal static unsafe class TdLog
{
    private const int Fatal = 0;
    private const int Error = 1;
    private static readonly Lock Gate = new();
    private static TdLogLineHandler? _onErrorLine;
    private static bool _started;

    /// <summary>Adds what gets each line of the error level, on any thread. It must not throw and must not keep the bytes.</summary>
    internal static void Add(TdLogLineHandler onErrorLine)
    {
        lock (Gate)
            _onErrorLine += onErrorLine;
    }

    /// <summary>Undoes <see cref="Add"/>.</summary>
    internal static void Remove(TdLogLineHandler onErrorLine)
    {
        lock (Gate)
            _onErrorLine -= onErrorLine;
    }

    /// <summary>Sets the log up, once a process.</summary>
    internal static void Start()
    {
        lock (Gate)
        {
            if (_started)
                return;
            Execute(new SetLogStream(new LogStreamEmpty()));
            // A tag's level is the level that its lines count as: those of network queries become errors, too.
            Execute(new SetLogVerbosityLevel(Error));
            Execute(new SetLogTagVerbosityLevel("net_query", Error));
            TdJson.SetLogMessageCallback(Error, &OnLine);
            _started = true;
        }
    }

    private static void Execute(object request)
    {
        fixed (byte* pointer = TdRequestJson.Write(request, requestId: 0))
            TdJson.Execute(pointer);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLine(int level, byte* line)
    {
        // An exception that leaves this method ends the process.
        try
        {
            var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(line);
            if (level == Fatal)
            {
                using var output = Console.OpenStandardError();
                output.Write(text);
            }
            else
            {
                _onErrorLine?.Invoke(text);
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The standard error is closed: there is nowhere left to report to.
        }
    }
}

/// <summary>Takes a line of TDLib's log, UTF-8.</summary>
internal delegate void TdLogLineHandler(ReadOnlySpan<byte> line);
