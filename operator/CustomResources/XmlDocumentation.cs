using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Configuration;

namespace TelegramParser.Operator.CustomResources;

/// <summary>The documentation of the source, from the XML files that the compiler puts beside the assemblies.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<Assembly> _read = [];

    /// <summary>What is said of a type, as plain text.</summary>
    public string Of(Type type) => Text(Find(type.Assembly, $"T:{NameOf(type)}")?.Element("summary"));

    /// <summary>What is said of a property or an enum's value, or of the parameter that a record's property is made from.</summary>
    public string Of(MemberInfo member)
    {
        var type = member.DeclaringType!;
        var kind = member is PropertyInfo ? 'P' : 'F';
        if (Text(Find(type.Assembly, $"{kind}:{NameOf(type)}.{member.Name}")?.Element("summary")) is { Length: > 0 } summary)
            return summary;
        var parameters = Find(type.Assembly, $"T:{NameOf(type)}")?.Elements("param");
        return Text(parameters?.FirstOrDefault(parameter => (string?)parameter.Attribute("name") == member.Name));
    }

    private XElement? Find(Assembly assembly, string name)
    {
        if (_read.Add(assembly))
            Read(assembly);
        return _members.GetValueOrDefault(name);
    }

    private void Read(Assembly assembly)
    {
        var path = Path.ChangeExtension(assembly.Location, ".xml");
        if (!File.Exists(path))
            throw new UserErrorException($"{path} is missing: the descriptions of the schemas are in it. It belongs beside the program.");
        foreach (var member in XDocument.Load(path).Descendants("member"))
            _members[(string)member.Attribute("name")!] = member;
    }

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XElement? element) =>
        element is null ? "" : Blank().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" or "seealso" } see when (string?)see.Attribute("cref") is { } cref => $"`{Referred(cref)}`",
        XElement { Name.LocalName: "paramref" } parameter => $"`{Field((string)parameter.Attribute("name")!)}`",
        XElement element => string.Concat(element.Nodes().Select(Text)),
        _ => "",
    };

    // Properties are named as in JSON.
    private static string Referred(string cref)
    {
        var name = cref[(cref.LastIndexOf('.') + 1)..];
        return cref.StartsWith("P:", StringComparison.Ordinal) ? Field(name) : name;
    }

    private static string Field(string name) => KubernetesJson.Options.PropertyNamingPolicy!.ConvertName(name);

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Blank();
}
