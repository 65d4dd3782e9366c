namespace TelegramParser.Harness.Telegram;

/// <summary>A folder outside the repository for what is slow to make and good for every later run.</summary>
internal static class TestCache
{
    public static string Folder { get; } =
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"telegram-parser-tests-{Environment.UserName}")).FullName;

    /// <summary>The file of this name, made by <paramref name="write"/> if no run has made it yet.</summary>
    public static string File(string name, Action<string> write)
    {
        var path = Path.Combine(Folder, name);
        if (System.IO.File.Exists(path))
            return path;
        var unfinished = $"{path}.{Environment.ProcessId}";
        write(unfinished);
        System.IO.File.Move(unfinished, path, overwrite: true);
        return path;
    }
}
