using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TelegramParser.Contracts.Resources;
using TelegramParser.Kubernetes.Core;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace TelegramParser.Operator.Standalone.Manifests;

/// <summary>One object of a manifest file.</summary>
/// <param name="File">The file, relative to the manifest folder.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Key">Its namespace and name.</param>
/// <param name="Object">The object; null when it could not be read.</param>
/// <param name="Error">Why it could not be read.</param>
internal sealed record ManifestEntry(
    string File, long Line, string Kind, ObjectKey Key, KubernetesObject? Object, string? Error)
{
    /// <summary>What makes it another object than those of other entries.</summary>
    public (string Kind, ObjectKey Key) Identity => (Kind, Key);
}

/// <summary>What a manifest file holds.</summary>
/// <param name="Entries">Its objects, readable or not.</param>
/// <param name="Errors">All that is wrong with it.</param>
/// <param name="IsReadable">Whether it is YAML at all; if not, it has no entries.</param>
internal sealed record ManifestFile(
    IReadOnlyList<ManifestEntry> Entries, IReadOnlyList<ManifestError> Errors, bool IsReadable);

/// <summary>Reads manifests: YAML or JSON, several documents to a file, <c>List</c>s.</summary>
internal static partial class ManifestParser
{
    private const string DefaultNamespace = "default";

    private static readonly Dictionary<string, (string ApiVersion, Type Type)> Kinds = new(StringComparer.Ordinal)
    {
        [ResourceNames.TelegramUser] = (ResourceNames.ApiVersion, typeof(TelegramUser)),
        [ResourceNames.ChannelSubscription] = (ResourceNames.ApiVersion, typeof(ChannelSubscription)),
        [ResourceNames.GroupMonitor] = (ResourceNames.ApiVersion, typeof(GroupMonitor)),
        [nameof(Secret)] = (Secret.Definition.ApiVersion, typeof(ManifestSecret)),
    };

    /// <summary>Reads a file's text.</summary>
    public static ManifestFile Parse(string file, string text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            return new ManifestFile([], [new ManifestError(file, e.Start.Line, $"not valid YAML: {e.Message}")], IsReadable: false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // YamlDotNet says no more of some mistakes, such as a tab in a name or a mapping without a key.
            return new ManifestFile([], [new ManifestError(file, 1, "not valid YAML. Look for tabs, for lines that begin with ':', and for a '&', '*' or '!' that stands alone.")], IsReadable: false);
        }
        var errors = new List<ManifestError>();
        var entries = stream.Documents
            .Select(document => document.RootNode)
            .Where(root => root is not YamlScalarNode { Value: null or "" })
            .SelectMany(root => Objects(file, root, errors))
            .Select(node => Entry(file, node, errors))
            .OfType<ManifestEntry>()
            .ToList();
        return new ManifestFile(entries, errors, IsReadable: true);
    }

    private static IEnumerable<YamlMappingNode> Objects(string file, YamlNode node, List<ManifestError> errors)
    {
        if (node is not YamlMappingNode mapping)
        {
            errors.Add(new ManifestError(file, node.Start.Line, "The document must be a mapping with apiVersion, kind, metadata and spec."));
            return [];
        }
        return Text(mapping, "kind") is "List" && Child(mapping, "items") is YamlSequenceNode items
            ? items.SelectMany(item => Objects(file, item, errors))
            : [mapping];
    }

    private static ManifestEntry? Entry(string file, YamlMappingNode node, List<ManifestError> errors)
    {
        var line = node.Start.Line;
        if (Text(node, "kind") is not { } kind)
        {
            errors.Add(new ManifestError(file, line, "kind is required."));
            return null;
        }
        if (!Kinds.TryGetValue(kind, out var known))
        {
            errors.Add(new ManifestError(file, line, $"kind '{kind}' is not one that standalone mode runs. {Suggestion.For(kind, Kinds.Keys)}"));
            return null;
        }
        if (!string.Equals(Text(node, "apiVersion"), known.ApiVersion, StringComparison.Ordinal))
        {
            errors.Add(new ManifestError(file, line, $"apiVersion of a {kind} is {known.ApiVersion}."));
            return null;
        }
        if (Child(node, "metadata") is not YamlMappingNode metadata || Text(metadata, "name") is not { Length: > 0 } name)
        {
            errors.Add(new ManifestError(file, line, $"metadata.name is required: give the {kind} a name."));
            return null;
        }

        var key = new ObjectKey(Text(metadata, "namespace") ?? DefaultNamespace, name);
        // Names become file names.
        if (!Label().IsMatch(key.Namespace) || !name.Split('.').All(part => Label().IsMatch(part)))
        {
            errors.Add(new ManifestError(file, line, $"metadata of {kind} {name}: name and namespace are lower case letters, digits and '-', with a letter or digit at both ends."));
            return null;
        }
        var own = new List<ManifestError>();
        var tree = new StrictDecoder((at, message) => own.Add(new ManifestError(file, at, $"{kind} {name}: {message}")))
            .Decode(node, known.Type);
        errors.AddRange(own);
        return own is []
            ? new ManifestEntry(file, line, kind, key, Read(tree!, known.Type, key), Error: null)
            : new ManifestEntry(file, line, kind, key, Object: null, string.Join(' ', own));
    }

    private static KubernetesObject Read(JsonNode tree, Type type, ObjectKey key)
    {
        tree["metadata"]!["namespace"] = key.Namespace;
        var obj = (KubernetesObject)JsonSerializer.Deserialize(tree, type, KubernetesJson.Options)!;
        return obj is ManifestSecret secret ? secret.ToSecret() : obj;
    }

    private static YamlNode? Child(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    // RFC 1123, as Kubernetes has it: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Label();

    private static string? Text(YamlMappingNode node, string name) => (Child(node, name) as YamlScalarNode)?.Value;
}
