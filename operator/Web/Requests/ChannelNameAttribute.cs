using System.ComponentModel;

namespace TelegramParser.Operator.Web.Requests;

/// <summary>Describes <c>{channel}</c> of a path in the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class ChannelNameAttribute() : DescriptionAttribute("The channel's chat id, @username, or the name of its subscription.");
