using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using TelegramParser.Telemetry.Logging;
using TelegramParser.Worker.Hosting;
using TelegramParser.Worker.Loop;
using TelegramParser.Worker.Settings;
using TelegramParser.Worker.Telegram.Native;

const int ExitFailed = 1;
const int ExitMisconfigured = 2;

WorkerOptions options;
try
{
    options = WorkerOptions.FromEnvironment(Environment.GetEnvironmentVariable);
}
catch (WorkerOptionsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitMisconfigured;
}

using var stopping = new CancellationTokenSource();
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
ILogger? logger = null;
await using var loop = new EventLoop(error =>
{
    // What nobody waits for and nobody expected leaves the worker in an unknown state: a restart is a known one.
    Program.Log.Unhandled(logger!, error);
    Environment.FailFast("unhandled exception on the event loop", error);
});
using var logging = LoggerFactory.Create(b => b.AddLineConsole(new KeyValuePair<string, string>("loop", loop.Id)));
logger = logging.CreateLogger("TelegramParser.Worker");
try
{
    // Found here, so that a missing library is said at once and not at the first login.
    Program.Log.Library(logger, TdLibrary.Path);
    if (options.ParentPid is { } parent)
        _ = ParentWatch.WaitForEndAsync(parent, TimeProvider.System, stopping.Token).ContinueWith(_ => stopping.Cancel(), TaskScheduler.Default);
    await new WorkerHost(options, loop, logging, TimeProvider.System).RunAsync(stopping.Token);
    Program.Log.Stopped(logger);
    return 0;
}
catch (Exception e) when (e is SettingsException or FileNotFoundException)
{
    Program.Log.Misconfigured(logger, e.Message);
    return ExitMisconfigured;
}
catch (Exception e)
{
    Program.Log.Failed(logger, e);
    return ExitFailed;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopping.Cancel();
}

internal static partial class Program
{
    internal static partial class Log
    {
        [LoggerMessage(LogLevel.Debug, "TDLib is {Path}")]
        public static partial void Library(ILogger logger, string path);

        [LoggerMessage(LogLevel.Information, "worker stopped")]
        public static partial void Stopped(ILogger logger);

        [LoggerMessage(LogLevel.Critical, "the worker cannot start: {Problem}")]
        public static partial void Misconfigured(ILogger logger, string problem);

        [LoggerMessage(LogLevel.Critical, "the worker has failed")]
        public static partial void Failed(ILogger logger, Exception exception);

        [LoggerMessage(LogLevel.Critical, "unhandled exception on the event loop")]
        public static partial void Unhandled(ILogger logger, Exception exception);
    }
}
