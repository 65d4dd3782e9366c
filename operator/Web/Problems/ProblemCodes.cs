namespace TelegramParser.Operator.Web.Problems;

/// <summary>Values of <c>code</c> in problem details. They are part of the API: clients match on them.</summary>
public static class ProblemCodes
{
    /// <summary>400: a path or query parameter is unknown or has a bad value; <c>parameter</c> names it.</summary>
    public const string InvalidParameter = "invalid_parameter";

    /// <summary>400: the body is not the JSON that the route expects.</summary>
    public const string InvalidBody = "invalid_body";

    /// <summary>422: Telegram refused the login step; <c>reason</c> says why.</summary>
    public const string LoginRejected = "login_rejected";

    /// <summary>401: the token is missing, wrong, revoked or has ended.</summary>
    public const string Unauthorized = "unauthorized";

    /// <summary>403: the user is not logged in to Telegram.</summary>
    public const string NotAuthenticated = "not_authenticated";

    /// <summary>403: the request came for another host name or from another site.</summary>
    public const string ForbiddenOrigin = "forbidden_origin";

    /// <summary>403: the token is for one user, and this is about the whole installation.</summary>
    public const string ForbiddenScope = "forbidden_scope";

    /// <summary>404: nothing is served under this path.</summary>
    public const string RouteNotFound = "route_not_found";

    /// <summary>404: there is no such user.</summary>
    public const string UserNotFound = "user_not_found";

    /// <summary>404: the user has no such channel.</summary>
    public const string ChannelNotFound = "channel_not_found";

    /// <summary>404: the user has no such notification.</summary>
    public const string NotificationNotFound = "notification_not_found";

    /// <summary>404: there is no such post.</summary>
    public const string PostNotFound = "post_not_found";

    /// <summary>404: no such group is watched for the user.</summary>
    public const string GroupNotFound = "group_not_found";

    /// <summary>404: there is no such mention.</summary>
    public const string MentionNotFound = "mention_not_found";

    /// <summary>404: no stored post links to such a page.</summary>
    public const string PageNotFound = "page_not_found";

    /// <summary>404: the page has no article, or none yet.</summary>
    public const string PageWithoutText = "page_without_text";

    /// <summary>404: there is no such parse run.</summary>
    public const string RunNotFound = "run_not_found";

    /// <summary>404: there is no such token.</summary>
    public const string TokenNotFound = "token_not_found";

    /// <summary>404: no QR code is waiting to be scanned.</summary>
    public const string NoQrCode = "no_qr_code";

    /// <summary>405: the path exists, but not for this method.</summary>
    public const string MethodNotAllowed = "method_not_allowed";

    /// <summary>409: the session is in a state in which this cannot be done.</summary>
    public const string WrongState = "wrong_state";

    /// <summary>409: resources cannot be written here; the manifest file is to be changed.</summary>
    public const string ManifestIsTruth = "manifest_is_truth";

    /// <summary>409: the resource does not exist, or the Kubernetes API server has refused the change.</summary>
    public const string ResourceRefused = "resource_refused";

    /// <summary>503: the Kubernetes API server does not answer.</summary>
    public const string ResourcesUnavailable = "resources_unavailable";

    /// <summary>409: somebody else, such as GitOps, says what the field of the resource is to be; <c>force</c> takes it over.</summary>
    public const string ResourceManaged = "resource_managed";

    /// <summary>415: the body is not JSON.</summary>
    public const string UnsupportedMediaType = "unsupported_media_type";

    /// <summary>429: Telegram asked this account to wait; <c>Retry-After</c> says how long.</summary>
    public const string FloodWait = "flood_wait";

    /// <summary>429: the token has sent more requests than it may; <c>Retry-After</c> says how long to wait.</summary>
    public const string TooManyRequests = "too_many_requests";

    /// <summary>500: a defect of this program; the log has the details.</summary>
    public const string InternalError = "internal_error";

    /// <summary>502: no channel could be read; <c>channels</c> says why.</summary>
    public const string ParseFailed = "parse_failed";

    /// <summary>502: the worker answered something unexpected.</summary>
    public const string WorkerError = "worker_error";

    /// <summary>503: the user's worker does not answer.</summary>
    public const string WorkerUnavailable = "worker_unavailable";

    /// <summary>503: whatever answers at the worker's address could not prove to be the worker.</summary>
    public const string WorkerUntrusted = "worker_untrusted";

    /// <summary>503: Postgres does not answer.</summary>
    public const string DatabaseUnavailable = "database_unavailable";

    /// <summary>504: the worker took too long.</summary>
    public const string WorkerTimeout = "worker_timeout";
}
