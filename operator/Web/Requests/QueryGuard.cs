using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Requests;

/// <summary>
/// Checks a query string against the parameters that the route declares, before they are bound: an unknown name, a
/// repeated one or a bad value is refused with its name and what it should be. Nothing is silently ignored.
/// </summary>
internal static class QueryGuard
{
    private static readonly ConditionalWeakTable<Endpoint, Dictionary<string, ParameterInfo>> Declared = [];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
            Check(context.Request.Query, Declared.GetValue(endpoint, Parameters));
        return next(context);
    }

    private static Dictionary<string, ParameterInfo> Parameters(Endpoint endpoint) => endpoint.Metadata
        .GetOrderedMetadata<IParameterBindingMetadata>()
        .Select(parameter => (parameter.ParameterInfo, Query: parameter.ParameterInfo.GetCustomAttribute<FromQueryAttribute>()))
        .Where(p => p.Query?.Name is not null)
        .ToDictionary(p => p.Query!.Name!, p => p.ParameterInfo, StringComparer.Ordinal);

    private static void Check(IQueryCollection query, Dictionary<string, ParameterInfo> declared)
    {
        foreach (var (name, values) in query)
        {
            if (!declared.TryGetValue(name, out var parameter))
            {
                throw ApiProblem.InvalidParameter(name, declared.Count == 0
                    ? $"Unknown query parameter '{name}': this route takes none."
                    : $"Unknown query parameter '{name}': this route takes {string.Join(", ", declared.Keys.Order(StringComparer.Ordinal))}.");
            }
            if (values.Count != 1)
                throw ApiProblem.InvalidParameter(name, $"Give the query parameter '{name}' once, not {values.Count} times.");
            if (Expected(parameter, values[0] ?? "") is { } expected)
                throw ApiProblem.InvalidParameter(name, $"The query parameter '{name}' must be {expected}, not '{values[0]}'.");
        }
    }

    // What the value should have been, or null when it is good.
    private static string? Expected(ParameterInfo parameter, string value)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(bool))
            return bool.TryParse(value, out _) ? null : "true or false";
        if (type == typeof(int))
        {
            var range = parameter.GetCustomAttribute<RangeAttribute>();
            if (int.TryParse(value, out var number) && (range is null || range.IsValid(number)))
                return null;
            return range is null ? "a whole number" : $"a whole number from {range.Minimum} to {range.Maximum}";
        }
        if (parameter.GetCustomAttribute<AllowedValuesAttribute>() is { } allowed)
            return allowed.IsValid(value) ? null : $"one of {string.Join(", ", allowed.Values)}";
        return string.IsNullOrWhiteSpace(value) ? "a value" : null;
    }
}
