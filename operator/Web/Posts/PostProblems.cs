using TelegramParser.Operator.Web.Problems;

namespace TelegramParser.Operator.Web.Posts;

/// <summary>Problems of routes under a post.</summary>
internal static class PostProblems
{
    /// <summary>404: there is no such post.</summary>
    public static ApiProblem NotFound(long id) => ApiProblem.NotFound(
        ProblemCodes.PostNotFound, "There is no such post.",
        $"No post {id} is stored. The ids in GET /users/{{id}}/posts are the ones to use.");
}
