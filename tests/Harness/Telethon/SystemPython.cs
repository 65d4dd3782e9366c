namespace TelegramParser.Harness.Telethon;

/// <summary>Debian's Python, which has Debian's Telethon.</summary>
public static class SystemPython
{
    /// <summary>Starts a script that answers in lines of JSON.</summary>
    public static LineScript Start(string script, params string[] arguments)
    {
        if (!Directory.Exists("/usr/lib/python3/dist-packages/telethon"))
            throw new InvalidOperationException("Telethon is missing. Install it: apt-get install python3-telethon");
        return LineScript.Start("/usr/bin/python3", [script, .. arguments]);
    }

    /// <summary>Runs a script to its end.</summary>
    public static async Task RunAsync(string script, params string[] arguments)
    {
        await using var python = Start(script, arguments);
        await python.WaitAsync();
    }
}
