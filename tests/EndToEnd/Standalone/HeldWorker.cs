using System.Runtime.Versioning;
using TelegramParser.Harness;

namespace TelegramParser.EndToEndTests.Standalone;

/// <summary>A program of workers that can be held back: it becomes the worker as soon as nobody holds it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class HeldWorker : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tgp-held-");

    public HeldWorker()
    {
        File.WriteAllText(Program,
            $"""
            #!/bin/sh
            while [ -e '{Hold}' ]; do sleep 0.2; done
            exec dotnet '{Repository.Program("worker", "worker")}'
            """);
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    /// <summary>Path of the program.</summary>
    public string Program => Path.Combine(_folder.FullName, "worker.sh");

    private string Hold => Path.Combine(_folder.FullName, "hold");

    /// <summary>Whether starts are held back.</summary>
    public bool IsHeld
    {
        set
        {
            if (value)
                File.WriteAllText(Hold, "");
            else
                File.Delete(Hold);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
