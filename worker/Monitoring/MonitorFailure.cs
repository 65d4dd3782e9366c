using Npgsql;
using TelegramParser.Contracts.Resources;
using TelegramParser.Worker.Parsing;
using TelegramParser.Worker.Session;

namespace TelegramParser.Worker.Monitoring;

/// <summary>Why a group is not watched: the reasons are those of channels, the words are a monitor's.</summary>
internal static class MonitorFailure
{
    /// <summary>Tells what an exception means for the person who asked for the group.</summary>
    public static ParseFailure Of(Exception exception, string group)
    {
        var failure = ParseFailure.Of(exception, group);
        return failure with
        {
            Message = failure.Reason switch
            {
                Reasons.ChannelNotFound when exception is not ChannelException =>
                    $"No group is called {group}. Check the spelling in spec.group; a numeric id works only for groups that the account has joined.",
                Reasons.ChannelPrivate => $"{group} is private and this account is not a member, or it was deleted. Join it with the account; it is watched from then on.",
                Reasons.ChannelBanned => Banned(group),
                Reasons.InviteExpired => $"The invite link {group} has expired or was revoked. Put another one, or the group's id, into spec.group.",
                Reasons.UsernameTaken => $"{group} is now another chat than the group that was watched. Write that one's new name or id into spec.group.",
                Reasons.FloodWait => failure.Message.Replace("reading continues", "examining continues", StringComparison.Ordinal),
                Reasons.TelegramUnreachable => "Telegram did not answer in time. It is asked again within a minute, from where examining stands.",
                Reasons.DatabaseUnavailable when exception is NpgsqlException e => $"{DatabaseProblem.Of(e)} It is tried again, from where examining stands.",
                _ => failure.Message,
            },
        };
    }

    /// <summary>What to do about a group that has thrown this account out.</summary>
    public static string Banned(string group) =>
        $"An administrator of {group} has removed or banned this account, or the group was deleted. Ask to be let in again.";
}
