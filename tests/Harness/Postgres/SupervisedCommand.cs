using System.Diagnostics;

namespace TelegramParser.Harness.Postgres;

/// <summary>A server's command line under a shell that ends the server when this process ends, however it ends.</summary>
internal static class SupervisedCommand
{
    // The server runs in a session of its own, so that Ctrl-C in a terminal reaches us first. The shell stops it with the
    // signal when our end of the pipe closes.
    private const string Script =
        """
        exec 3<&0
        signal=$1; shift
        "$@" 3<&- & server=$!
        (read -r _ <&3; kill -"$signal" "$server" 2>/dev/null) & watcher=$!
        wait "$server"; status=$?
        kill "$watcher" 2>/dev/null
        exit "$status"
        """;

    /// <summary>The command line, under the account that servers run under.</summary>
    /// <param name="signal">What stops the server in order, such as <c>INT</c>.</param>
    /// <param name="commandLine">The server.</param>
    public static ProcessStartInfo Of(string signal, params IEnumerable<string> commandLine) =>
        ServiceAccount.Command(["setsid", "--wait", "sh", "-c", Script, "server", signal, .. commandLine]);
}
