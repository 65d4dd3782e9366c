using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using TelegramParser.Contracts.Schema;
using TelegramParser.Kubernetes.Objects;

namespace TelegramParser.Operator.CustomResources;

/// <summary>
/// Turns C# types into structural schemas
/// (https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema):
/// fields as the serializer names them, descriptions from the documentation, defaults from the types' initial values, and
/// rules from the attributes.
/// </summary>
/// <param name="documentation">Where descriptions are.</param>
/// <param name="defaults">Whether fields that are left out get their defaults; a status is written as a whole.</param>
internal sealed class SchemaBuilder(XmlDocumentation documentation, bool defaults)
{
    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>Schema of the objects of a type.</summary>
    public JsonObject Build(Type type) => Build(type, documentation.Of(type));

    private JsonObject Build(Type type, string? description)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var info = KubernetesJson.Options.GetTypeInfo(type);
        var schema = new JsonObject();
        if (description is not null)
            schema["description"] = description;
        switch (info.Kind)
        {
            case JsonTypeInfoKind.Object:
                AddFields(schema, info);
                break;
            case JsonTypeInfoKind.Dictionary:
                schema["type"] = "object";
                schema["additionalProperties"] = Item(info.ElementType!);
                break;
            case JsonTypeInfoKind.Enumerable:
                schema["type"] = "array";
                schema["items"] = Item(info.ElementType!);
                break;
            default:
                AddScalar(schema, type);
                break;
        }
        AddRules(schema, type);
        return schema;
    }

    // Of a plain value there is nothing to say beyond what is said of the list.
    private JsonObject Item(Type type) =>
        Build(type, KubernetesJson.Options.GetTypeInfo(type).Kind is JsonTypeInfoKind.Object ? documentation.Of(type) : null);

    private void AddFields(JsonObject schema, JsonTypeInfo info)
    {
        schema["type"] = "object";
        // The fields that a person has to write are those that the compiler demands.
        string[] required = [.. info.Properties.Where(IsRequired).Select(property => property.Name)];
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        var fresh = defaults ? Activator.CreateInstance(info.Type) : null;
        var properties = new JsonObject();
        foreach (var property in info.Properties)
            properties[property.Name] = Field(property, fresh);
        schema["properties"] = properties;
    }

    private JsonObject Field(JsonPropertyInfo property, object? fresh)
    {
        var member = (PropertyInfo)property.AttributeProvider!;
        var schema = Build(property.PropertyType, Describe(member, property.PropertyType));
        AddConstraints(schema, member);
        AddRules(schema, member);
        if (fresh is not null && !IsRequired(property) && Default(property, member, fresh) is { } value)
            schema["default"] = value;
        return schema;
    }

    // What a nullable field means when it is null is told by its attribute; an object is filled by its own fields' defaults.
    private JsonNode? Default(JsonPropertyInfo property, PropertyInfo member, object fresh)
    {
        if (member.GetCustomAttribute<DefaultValueAttribute>() is { } stated)
            return JsonSerializer.SerializeToNode(stated.Value, KubernetesJson.Options);
        if (_nullability.Create(member).WriteState is NullabilityState.Nullable)
            return null;
        return KubernetesJson.Options.GetTypeInfo(property.PropertyType).Kind is JsonTypeInfoKind.Object
            ? new JsonObject()
            : JsonSerializer.SerializeToNode(member.GetValue(fresh), property.PropertyType, KubernetesJson.Options);
    }

    private string Describe(PropertyInfo member, Type type)
    {
        var description = documentation.Of(member);
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!type.IsEnum)
            return description;
        var values = type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(value => $"`{value.Name}`: {documentation.Of(value)}");
        return $"{description} {string.Join(' ', values)}";
    }

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false };

    private static void AddScalar(JsonObject schema, Type type)
    {
        var (name, format) = Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum || type == typeof(string) => ("string", null),
            TypeCode.Boolean => ("boolean", null),
            TypeCode.Int32 => ("integer", "int32"),
            TypeCode.Int64 => ("integer", "int64"),
            _ when type == typeof(DateTimeOffset) => ("string", "date-time"),
            _ => throw new NotSupportedException($"{type} has no schema."),
        };
        schema["type"] = name;
        if (format is not null)
            schema["format"] = format;
        if (type.IsEnum)
            schema["enum"] = new JsonArray([.. Enum.GetNames(type).Select(value => (JsonNode)value)]);
    }

    private static void AddConstraints(JsonObject schema, MemberInfo member)
    {
        foreach (var attribute in member.GetCustomAttributes())
        {
            switch (attribute)
            {
                case RegularExpressionAttribute expression:
                    schema["pattern"] = expression.Pattern;
                    break;
                case MinLengthAttribute shortest:
                    schema[schema["type"]!.GetValue<string>() is "array" ? "minItems" : "minLength"] = shortest.Length;
                    break;
                case MaxLengthAttribute longest:
                    schema[schema["type"]!.GetValue<string>() is "array" ? "maxItems" : "maxLength"] = longest.Length;
                    break;
                case ItemLengthAttribute item:
                    schema["items"]!["minLength"] = item.Shortest;
                    schema["items"]!["maxLength"] = item.Longest;
                    break;
                case RangeAttribute range:
                    schema["minimum"] = Convert.ToInt64(range.Minimum, provider: null);
                    schema["maximum"] = Convert.ToInt64(range.Maximum, provider: null);
                    break;
                case AllowedValuesAttribute allowed:
                    schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonSerializer.SerializeToNode(value, KubernetesJson.Options))]);
                    break;
                case ListKeyAttribute key:
                    schema["x-kubernetes-list-type"] = "map";
                    schema["x-kubernetes-list-map-keys"] = new JsonArray(key.Field);
                    break;
            }
        }
    }

    // Those of a field come after those of its type.
    private static void AddRules(JsonObject schema, MemberInfo member)
    {
        foreach (var rule in member.GetCustomAttributes<CelRuleAttribute>())
        {
            if (schema["x-kubernetes-validations"] is not JsonArray rules)
                schema["x-kubernetes-validations"] = rules = [];
            rules.Add(new JsonObject { ["rule"] = rule.Rule, ["message"] = rule.Message });
        }
    }
}
