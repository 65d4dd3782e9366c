namespace TelegramParser.Harness;

/// <summary>Finds what a build has put into the repository's folders.</summary>
public static class Repository
{
    /// <summary>The folder of <c>Operator.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The program of a project, built in the configuration that this code was built in.</summary>
    /// <param name="folder">Folder of the project, such as <c>operator</c>.</param>
    /// <param name="assembly">Name of its assembly.</param>
    public static string Program(string folder, string assembly)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(Root, folder, "bin", framework.Parent!.Name, framework.Name, assembly + ".dll");
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{path} is not there. Build the solution first: dotnet build Operator.sln", path);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Operator.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"No Operator.sln above {AppContext.BaseDirectory}.");
    }
}
