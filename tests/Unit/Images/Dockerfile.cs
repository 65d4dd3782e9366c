using TelegramParser.Harness;

namespace TelegramParser.UnitTests.Images;

/// <summary>A Dockerfile of the product: its instructions, as far as they are in use here, one a line.</summary>
internal sealed class Dockerfile
{
    private readonly List<string[]> _lines;

    private Dockerfile(IEnumerable<string> lines) => _lines =
        [.. lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    public static Dockerfile Of(string project) => new(File.ReadLines(PathOf(project)));

    public static string PathOf(string project) => Path.Combine(Repository.Root, project, "Dockerfile");

    /// <summary>Sources of files that are copied from the repository.</summary>
    public IEnumerable<string> Copied =>
        _lines.Where(words => words[0] == "COPY" && !words[1].StartsWith("--from", StringComparison.Ordinal)).SelectMany(words => words[1..^1]);

    /// <summary>Sources of files that are copied from the stage of this name.</summary>
    public IEnumerable<string> CopiedFrom(string stage) => _lines.Where(words => words[0] == "COPY" && words[1] == $"--from={stage}").SelectMany(words => words[2..^1]);

    /// <summary>What an instruction says, in the stage that becomes the image.</summary>
    public string? Last(string instruction) => _lines
        .Skip(_lines.FindLastIndex(words => words[0] == "FROM"))
        .Where(words => words[0] == instruction)
        .Select(words => string.Join(' ', words[1..]))
        .LastOrDefault();

    /// <summary>Images that a build begins from.</summary>
    public IEnumerable<string> Bases => _lines.Where(words => words[0] == "FROM").Select(words => words[1]);
}
