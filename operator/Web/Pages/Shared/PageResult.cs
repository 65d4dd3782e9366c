using System.Text;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>Answers with HTML.</summary>
internal sealed class PageResult(Html html, int status = StatusCodes.Status200OK) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        httpContext.Response.Headers.Vary = "Accept-Language";
        return httpContext.Response.WriteAsync(html.ToString(), Encoding.UTF8, httpContext.RequestAborted);
    }
}
