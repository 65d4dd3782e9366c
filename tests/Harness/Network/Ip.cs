using System.ComponentModel;
using System.Diagnostics;

namespace TelegramParser.Harness.Network;

/// <summary>Runs <c>ip</c> of iproute2.</summary>
internal static class Ip
{
    /// <exception cref="InvalidOperationException">It is not there or failed; the message holds what it said.</exception>
    public static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("ip", arguments) { UseShellExecute = false, RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"'ip {string.Join(' ', arguments)}' failed: {errors.Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"The program ip cannot be run: {e.Message}", e);
        }
    }
}
