using System.Globalization;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Requests;

/// <summary><c>{id}</c> of a user in a path: the number, or <c>namespace:name</c>.</summary>
/// <param name="Number">The user's number, or null.</param>
/// <param name="Namespace">Namespace of the TelegramUser, or null.</param>
/// <param name="Name">Name of the TelegramUser, or null.</param>
internal readonly record struct UserRef(long? Number, string? Namespace, string? Name)
{
    public static UserRef Parse(string id)
    {
        if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new UserRef(number, null, null);
        return id.Split(':') is [{ Length: > 0 } ns, { Length: > 0 } name]
            ? new UserRef(null, ns, name)
            : throw ApiProblem.InvalidParameter("id", $"'{id}' is not a user: give its number or namespace:name, such as default:alice.");
    }
}
