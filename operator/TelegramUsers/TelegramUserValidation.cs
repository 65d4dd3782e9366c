using System.Text.RegularExpressions;
using TelegramParser.Contracts.Resources;
using TelegramParser.Contracts.Scheduling;
using TelegramParser.Operator.Conditions;
using TelegramParser.Operator.Resources;

namespace TelegramParser.Operator.TelegramUsers;

/// <summary>What the resource's schema cannot check, or an old API server does not.</summary>
internal static partial class TelegramUserValidation
{
    /// <summary>All that is wrong with a spec, in one message; null when it can be used.</summary>
    public static Problem? Check(TelegramUser user)
    {
        string[] errors = [.. Errors(user)];
        return errors.Length == 0 ? null : new Problem(Reasons.InvalidSpec, string.Join(' ', errors));
    }

    private static IEnumerable<string> Errors(TelegramUser user)
    {
        if (user.Metadata.Annotations?.GetValueOrDefault(Annotations.ManifestError) is { } manifestError)
            yield return $"{manifestError} The last good version stays in force.";
        if (user.Metadata.Name.Length > TelegramUser.LongestName || !NamePattern().IsMatch(user.Metadata.Name))
            yield return $"metadata.name must be at most {TelegramUser.LongestName} lower case letters, digits and '-', with a letter or digit at both ends.";

        var (login, proxy) = (user.Spec.Login, user.Spec.Proxy);
        if (login is { Method: LoginMethod.PhoneCode, PhoneNumber: null })
            yield return "spec.login.phoneNumber is needed with method PhoneCode. Write it as \"+15550000001\".";
        // The message does not repeat the number: it would stand in logs.
        if (login.PhoneNumber is { } number && !PhoneNumber().IsMatch(number))
            yield return "spec.login.phoneNumber is not a phone number. Write it in international form, as \"+15550000001\".";
        if (ScheduleError(user.Spec.Schedule) is { } scheduleError)
            yield return scheduleError;
        if (user.Spec.Retention?.Error() is { } retentionError)
            yield return $"spec.{retentionError}";
        if (user.Spec.CredentialsSecretRef is { Name: "" })
            yield return "spec.credentialsSecretRef.name is empty. Name a Secret with api-id and api-hash.";
        foreach (var error in WorkerSpecValidation.Errors(user.Spec))
            yield return error;
        if (proxy is null)
            yield break;
        if (string.IsNullOrWhiteSpace(proxy.Server))
            yield return "spec.proxy.server is empty. Give a host name or an address.";
        if (proxy.Port is < 1 or > 65535)
            yield return $"spec.proxy.port {proxy.Port} is not a port. Give a number from 1 to 65535.";
        if (proxy is { Type: ProxyType.Mtproto, SecretRef: null })
            yield return "spec.proxy.secretRef is needed for an Mtproto proxy. Name a Secret with the key 'secret'.";
        if (proxy.SecretRef is { Name: "" })
            yield return "spec.proxy.secretRef.name is empty. Name a Secret.";
    }

    /// <summary>What is wrong with <c>spec.schedule</c>; null when nothing is, or there is none.</summary>
    public static string? ScheduleError(ScheduleSpec? schedule)
    {
        try
        {
            if (schedule is not null)
                _ = Schedule.Parse(schedule);
            return null;
        }
        catch (ScheduleException e)
        {
            return $"spec.schedule: {e.Message}";
        }
    }

    [GeneratedRegex(LoginSpec.PhoneNumberPattern, RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PhoneNumber();

    [GeneratedRegex(TelegramUser.NamePattern, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NamePattern();
}
