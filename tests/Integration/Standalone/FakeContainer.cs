using System.Runtime.Versioning;

namespace TelegramParser.IntegrationTests.Standalone;

/// <summary>
/// A program that stands for a container: it tells what it was given, answers the readiness probe, and ends on SIGTERM, when
/// told to, or with its parent.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class FakeContainer
{
    /// <summary>Writes the program and returns its path.</summary>
    /// <param name="folder">Where it is put.</param>
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, "container.py");
        File.WriteAllText(path, """
            #!/usr/bin/env python3
            import http.server, os, signal, sys, threading, time

            def say(text):
                print(text, flush=True)

            def end(*_):
                say("ending")
                os._exit(0)

            class Probe(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    self.send_response(200 if self.path == "/readyz" else 404)
                    self.end_headers()
                def log_message(self, *_):
                    pass

            if os.environ.get("STUBBORN"):
                signal.signal(signal.SIGTERM, lambda *_: say("not ending"))
            else:
                signal.signal(signal.SIGTERM, end)
            host, port = os.environ["LISTEN"].split(":")
            threading.Thread(target=http.server.HTTPServer((host, int(port)), Probe).serve_forever, daemon=True).start()
            session = os.environ["SESSION"]
            with open(os.path.join(session, "starts"), "a") as starts:
                starts.write(f"{os.environ['POD_UID']}\n")
            say(f"started with {os.environ['GREETING']} and {os.environ['SECRET']}")
            seen = None
            while True:
                with open(os.environ["SETTINGS"]) as file:
                    text = file.read()
                if text != seen:
                    seen = text
                    say(f"settings {text}")
                if text.startswith("crash") and not os.path.exists(os.path.join(session, text)):
                    open(os.path.join(session, text), "w").close()
                    sys.exit(3)
                if not os.path.exists(f"/proc/{os.environ['PARENT_PID']}"):
                    end()
                time.sleep(0.02)
            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
