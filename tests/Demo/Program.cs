using System.Runtime.InteropServices;
using TelegramParser.Demo;

using var stopping = new CancellationTokenSource();
using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await new DemoRun(DemoSettings.FromEnvironment(), new Progress()).RunAsync(stopping.Token);
    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    return 0;
}
catch (Exception e) when (e is InvalidOperationException or TimeoutException or HttpRequestException or IOException)
{
    await Console.Error.WriteLineAsync($"\nmake run failed: {e.Message}");
    return 1;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    Console.WriteLine("\nStopping");
    stopping.Cancel();
}
