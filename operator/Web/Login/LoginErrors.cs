using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Login;

/// <summary>Turns a refused step into plain words beside the input that it is about.</summary>
internal static class LoginErrors
{
    public static FormError Of(ApiProblem problem, string? field, PageTexts texts)
    {
        if (problem.RetryAfterSeconds is { } seconds && problem.Code == ProblemCodes.FloodWait)
            return new FormError(null, texts.Common.Wait(TimeSpan.FromSeconds(seconds)));
        var known = problem.Reason is { } reason ? texts.Errors.GetValueOrDefault(reason) : null;
        // The worker's own words are the next best; they are in English.
        return new FormError(problem.Code == ProblemCodes.LoginRejected ? field : null, known ?? problem.Message);
    }
}
