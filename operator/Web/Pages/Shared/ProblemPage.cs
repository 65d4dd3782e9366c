using TelegramParser.Operator.Web.Pages.Texts;
using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>A problem as a person sees it.</summary>
internal static class ProblemPage
{
    public static Html Render(ApiProblem problem, PageTexts texts) => problem.Code switch
    {
        ProblemCodes.UserNotFound =>
            PageLayout.Message(texts, texts.Common.NoSuchUser, texts.Common.NoSuchUserText),
        // The only parameter of a path that can be written wrongly.
        ProblemCodes.InvalidParameter when problem.Extensions["parameter"] is "id" =>
            PageLayout.Message(texts, texts.Common.NoSuchUser, texts.Common.NoSuchUserText),
        ProblemCodes.PostNotFound =>
            PageLayout.Message(texts, texts.Posts.NoSuchPost, texts.Posts.NoSuchPostText),
        ProblemCodes.MentionNotFound =>
            PageLayout.Message(texts, texts.Mentions.NoSuchMention, texts.Mentions.NoSuchMentionText),
        ProblemCodes.ForbiddenScope =>
            PageLayout.Message(texts, texts.Access.NotLetIn, texts.Access.NotLetInText),
        ProblemCodes.DatabaseUnavailable =>
            PageLayout.Message(texts, texts.Common.DatabaseDown, texts.Common.DatabaseDownText),
        _ => PageLayout.Message(texts, problem.Title, problem.Message),
    };
}
