using System.Text.Json;
using System.Xml.Linq;
using TelegramParser.Harness;

namespace TelegramParser.UnitTests.Images;

/// <summary>
/// No image can be built without Docker and a registry; what can be known without is tested here. That the programs run from such
/// images is tested in tests/Kubernetes, with images of the same content (tests/cluster/images).
/// </summary>
public sealed class DockerfileTests
{
    private static readonly string[] SharedFiles = [".editorconfig", "CompileAhead.props", "Directory.Build.props", "Directory.Packages.props"];

    public static TheoryData<string> Projects => ["operator", "worker"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Everything_that_the_project_is_built_from_is_copied_and_nothing_else(string project)
    {
        var projects = Closure(Path.Combine(Repository.Root, project, $"{char.ToUpperInvariant(project[0])}{project[1..]}.csproj"))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!) + "/");
        var native = project == "worker" ? ["worker/native/package.json", "worker/native/package-lock.json"] : Array.Empty<string>();
        Assert.Equal(
            SharedFiles.Concat(projects).Concat(native).Order(StringComparer.Ordinal),
            Dockerfile.Of(project).Copied.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_is_copied_exists_and_reaches_Docker(string project)
    {
        var sent = File.ReadLines(Path.Combine(Repository.Root, ".dockerignore"))
            .Where(line => line.StartsWith('!')).Select(line => line[1..]).ToHashSet(StringComparer.Ordinal);
        Assert.All(Dockerfile.Of(project).Copied, source =>
        {
            Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), $"{source} is not there.");
            Assert.Contains(source.Split('/')[0], sent);
        });
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_image_starts_the_program_as_a_user_without_rights(string project)
    {
        var dockerfile = Dockerfile.Of(project);
        Assert.Equal("10001", dockerfile.Last("USER"));
        Assert.Equal(["dotnet", $"/app/{Assembly(project)}.dll"], JsonSerializer.Deserialize<string[]>(dockerfile.Last("ENTRYPOINT")!)!);
        Assert.Contains("/app", dockerfile.CopiedFrom("build"));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_base_image_is_an_argument(string project) =>
        Assert.All(Dockerfile.Of(project).Bases, image => Assert.Matches(@"^\$\{[A-Z]+_IMAGE\}$", image));

    [Fact]
    public void The_workers_image_has_the_TDLib_of_the_lock_file()
    {
        var source = Assert.Single(Dockerfile.Of("worker").CopiedFrom("native"));
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "worker/native/package-lock.json")));
        Assert.Contains(
            locked.RootElement.GetProperty("packages").EnumerateObject(),
            package => package.Name.Length > 0 && source.StartsWith($"/native/{package.Name}/", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task The_images_of_the_test_cluster_are_started_as_the_Dockerfile_says(string project)
    {
        var packed = await Command.RunAsync(
            "bash",
            ["-c", ". \"$0\" && dockerfile_config \"$1\" '\"BASE=1\"'", Path.Combine(Repository.Root, "tests/cluster/images/dockerfile.sh"), Dockerfile.PathOf(project)]);
        using var config = JsonDocument.Parse(packed);
        var dockerfile = Dockerfile.Of(project);
        Assert.Equal(dockerfile.Last("USER"), config.RootElement.GetProperty("User").GetString());
        Assert.Equal(
            JsonSerializer.Deserialize<string[]>(dockerfile.Last("ENTRYPOINT")!),
            config.RootElement.GetProperty("Entrypoint").Deserialize<string[]>());
        Assert.Equal(
            [.. new[] { "BASE=1" }, .. dockerfile.Last("ENV") is { } variable ? [variable] : Array.Empty<string>()],
            config.RootElement.GetProperty("Env").Deserialize<string[]>()!);
    }

    private static HashSet<string> Closure(string project)
    {
        var found = new HashSet<string>(StringComparer.Ordinal) { Path.GetFullPath(project) };
        foreach (var reference in XDocument.Load(project).Descendants("ProjectReference"))
            found.UnionWith(Closure(Path.Combine(Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value)));
        return found;
    }

    private static string Assembly(string project) =>
        XDocument.Load(Directory.GetFiles(Path.Combine(Repository.Root, project), "*.csproj").Single()).Descendants("AssemblyName").Single().Value;
}
