using System.Reflection;
using System.Text.Json.Nodes;
using TelegramParser.Contracts.Schema;
using TelegramParser.Kubernetes.Objects;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.CustomResources;

/// <summary>The CustomResourceDefinitions of the project's resources, made from their types.</summary>
internal static class CustomResourceDefinitions
{
    /// <summary>What <c>kubectl get telegram</c> lists.</summary>
    public const string Category = "telegram";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CustomResourceDefinition> All() =>
        [Of<TelegramUser>(), Of<ChannelSubscription>(), Of<GroupMonitor>()];

    private static CustomResourceDefinition Of<T>()
        where T : KubernetesObject, IResource
    {
        var (type, definition) = (typeof(T), T.Definition);
        var name = $"{definition.Plural}.{definition.Group}";
        var manifest = new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["group"] = definition.Group,
                ["scope"] = definition.Namespaced ? "Namespaced" : "Cluster",
                ["names"] = Names(type, definition),
                ["versions"] = new JsonArray(Version(type, definition)),
            },
        };
        return new CustomResourceDefinition(name, manifest);
    }

    private static JsonObject Names(Type type, ResourceDefinition definition) => new()
    {
        ["kind"] = definition.Kind,
        ["listKind"] = definition.Kind + "List",
        ["plural"] = definition.Plural,
        ["singular"] = definition.Kind.ToLowerInvariant(),
        ["shortNames"] = new JsonArray([.. type.GetCustomAttributes<ShortNameAttribute>().Select(shortName => (JsonNode)shortName.Name)]),
        ["categories"] = new JsonArray(Category),
    };

    private static JsonObject Version(Type type, ResourceDefinition definition)
    {
        var version = new JsonObject
        {
            ["name"] = definition.Version,
            ["served"] = true,
            ["storage"] = true,
            ["additionalPrinterColumns"] = new JsonArray([.. type.GetCustomAttributes<PrinterColumnAttribute>().Select(Column)]),
        };
        if (definition.HasStatus)
            version["subresources"] = new JsonObject { ["status"] = new JsonObject() };
        version["schema"] = new JsonObject { ["openAPIV3Schema"] = Schema(type) };
        return version;
    }

    private static JsonObject Column(PrinterColumnAttribute column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["jsonPath"] = column.JsonPath,
        ["priority"] = column.Wide ? 1 : 0,
    };

    // The server describes apiVersion, kind and metadata itself; of those a schema may restrict the name alone.
    private static JsonObject Schema(Type type)
    {
        var documentation = new XmlDocumentation();
        return new JsonObject
        {
            ["description"] = documentation.Of(type),
            ["type"] = "object",
            ["required"] = new JsonArray("spec"),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = new JsonObject { ["type"] = "string" },
                ["kind"] = new JsonObject { ["type"] = "string" },
                ["metadata"] = Metadata(type),
                ["spec"] = new SchemaBuilder(documentation, defaults: true).Build(type.GetProperty(nameof(TelegramUser.Spec))!.PropertyType),
                ["status"] = new SchemaBuilder(documentation, defaults: false).Build(type.GetProperty(nameof(TelegramUser.Status))!.PropertyType),
            },
        };
    }

    private static JsonObject Metadata(Type type)
    {
        var metadata = new JsonObject { ["type"] = "object" };
        if (type.GetCustomAttribute<ObjectNameAttribute>() is { } name)
        {
            metadata["properties"] = new JsonObject
            {
                ["name"] = new JsonObject { ["type"] = "string", ["maxLength"] = name.MaximumLength, ["pattern"] = name.Pattern },
            };
        }
        return metadata;
    }
}

/// <summary>One CustomResourceDefinition.</summary>
/// <param name="Name">Plural and group, as Kubernetes demands.</param>
/// <param name="Manifest">The object.</param>
internal sealed record CustomResourceDefinition(string Name, JsonObject Manifest)
{
    /// <summary>Name of its file.</summary>
    public string FileName => $"{Name}.yaml";

    /// <summary>The object as YAML.</summary>
    public string ToYaml() => Yaml.Write(Manifest);
}
