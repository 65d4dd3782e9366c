using System.ComponentModel;

namespace TelegramParser.Operator.Web.Requests;

/// <summary>Describes <c>{id}</c> of a user in the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class UserIdAttribute() : DescriptionAttribute("The user's number, or `namespace:name`, such as `default:alice`.");
