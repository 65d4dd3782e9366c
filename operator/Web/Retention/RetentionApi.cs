using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using TelegramParser.Contracts.Resources;
using TelegramParser.Operator.Resources;
using TelegramParser.Operator.Web.Api;
using TelegramParser.Operator.Web.Channels;
using TelegramParser.Operator.Web.Problems;
using TelegramParser.Operator.Web.Requests;
using TelegramParser.Operator.Web.Users;
using TelegramParser.Storage.Identity;
using TelegramParser.Storage.Queries;

namespace TelegramParser.Operator.Web.Retention;

/// <summary>How long posts are kept: what that would remove, and the setting, which is the resource's.</summary>
internal static class RetentionApi
{
    private const int MostRemovals = 100;

    public static void MapRetentionApi(this IEndpointRouteBuilder app)
    {
        var retention = app.MapGroup("/users/{id}").WithTags("Retention");

        retention.MapGet("/retention", GetAsync)
            .WithName("GetRetention")
            .WithSummary("Tell what retention would remove")
            .WithDescription("A dry run: by channel, the posts that are older than they are kept, and the oldest and newest of them. With `days` as if the user's resource said that. Also what was removed before.")
            .ProducesUserProblems();
        retention.MapPut("/retention", PutAsync)
            .WithName("SetRetention")
            .WithSummary("Set how long a user's posts are kept")
            .WithDescription("Applies `spec.retention` of the TelegramUser, and answers with what that will remove. 409 `resource_managed` when somebody else, such as GitOps, says what it is to be; `force` takes it over. In standalone mode the manifest file is the truth, and the answer is 409 with what to write there.")
            .ProducesUserProblems()
            .ProducesProblem(StatusCodes.Status409Conflict);
        retention.MapGet("/channels/{channel}/retention", GetOfChannelAsync)
            .WithName("GetChannelRetention")
            .WithSummary("Tell what retention would remove of a channel")
            .WithDescription("A dry run, with `days` as if the subscription said that.")
            .ProducesUserProblems();
        retention.MapPut("/channels/{channel}/retention", PutOfChannelAsync)
            .WithName("SetChannelRetention")
            .WithSummary("Set how long a channel's posts are kept")
            .WithDescription("Applies `spec.retention` of the ChannelSubscription, and answers with what that will remove. 409 `resource_managed` when somebody else, such as GitOps, says what it is to be; `force` takes it over. In standalone mode the manifest file is the truth, and the answer is 409 with what to write there.")
            .ProducesUserProblems()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<RetentionView>> GetAsync(
        [UserId] string id, [AsParameters] RetentionQuery query, [AsParameters] RetentionServices services, CancellationToken cancellation)
    {
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        return TypedResults.Ok(await ViewAsync(user, query.Days ?? user.RetentionDays, services, cancellation));
    }

    private static async Task<Ok<RetentionView>> PutAsync(
        [UserId] string id, RetentionChange change, [AsParameters] RetentionServices services, CancellationToken cancellation)
    {
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        await services.Resources.SetRetentionAsync<TelegramUser>(new(user.Key.Namespace, user.Key.Name), Valid(change), change.Force, cancellation);
        return TypedResults.Ok(await ViewAsync(user, change.Days, services, cancellation));
    }

    private static async Task<Ok<ChannelRetentionView>> GetOfChannelAsync(
        [UserId] string id, [ChannelName] string channel, [AsParameters] RetentionQuery query, [AsParameters] RetentionServices services,
        CancellationToken cancellation)
    {
        var (user, subscription) = await FindAsync(id, channel, services, cancellation);
        return TypedResults.Ok(await ViewAsync(user, subscription, query.Days ?? subscription.Subscription.RetentionDays, services, cancellation));
    }

    private static async Task<Ok<ChannelRetentionView>> PutOfChannelAsync(
        [UserId] string id, [ChannelName] string channel, RetentionChange change, [AsParameters] RetentionServices services, CancellationToken cancellation)
    {
        var (user, subscription) = await FindAsync(id, channel, services, cancellation);
        await services.Resources.SetRetentionAsync<ChannelSubscription>(
            new(user.Key.Namespace, subscription.Subscription.Name), Valid(change), change.Force, cancellation);
        return TypedResults.Ok(await ViewAsync(user, subscription, change.Days, services, cancellation));
    }

    private static async Task<(UserRow User, SubscriptionOverview Subscription)> FindAsync(
        string id, string channel, RetentionServices services, CancellationToken cancellation)
    {
        var user = (await services.Users.RequireAsync(id, cancellation)).User;
        var all = await services.Channels.ListAsync(services.Options.Installation, user.Id, cancellation);
        return (user, ChannelRef.Find(all, channel) ?? throw ApiProblem.NotFound(
            ProblemCodes.ChannelNotFound, "The user has no such channel.",
            $"{user.Key} has no channel '{channel}'. GET /users/{{id}}/channels lists the channels."));
    }

    private static async Task<RetentionView> ViewAsync(UserRow user, int? days, RetentionServices services, CancellationToken cancellation)
    {
        var plan = await services.Retention.PlanAsync(user.Id, days, services.Time.GetUtcNow(), cancellation);
        var removals = await services.Retention.RemovalsAsync(user.Id, MostRemovals, cancellation);
        return new RetentionView(user.Id, days, user.RetentionDueAt, plan.Sum(channel => channel.Posts), plan, removals);
    }

    private static async Task<ChannelRetentionView> ViewAsync(
        UserRow user, SubscriptionOverview subscription, int? ownDays, RetentionServices services, CancellationToken cancellation)
    {
        var plan = (ownDays ?? user.RetentionDays) is { } days && subscription.Subscription.ChatId is { } chatId
            ? await services.Retention.PlanAsync(user.Id, chatId, days, services.Time.GetUtcNow(), cancellation)
            : null;
        return new ChannelRetentionView(user.Id, subscription.Subscription.Name, ownDays, user.RetentionDueAt, plan);
    }

    private static int? Valid(RetentionChange change) => change.Days is { } days && new RetentionSpec { Days = days }.Error() is { } error
        ? throw ApiProblem.InvalidBody($"{error} In the body that is 'days': null.")
        : change.Days;
}

/// <summary>What the routes of retention need.</summary>
internal sealed record RetentionServices(
    WebOptions Options, UserDirectory Users, ChannelQueries Channels, RetentionQueries Retention, ResourceWriter Resources, TimeProvider Time);

/// <summary>Query parameters of a dry run.</summary>
internal sealed record RetentionQuery
{
    [FromQuery(Name = "days")]
    [Range(1, RetentionSpec.MostDays)]
    [Description("As if posts were to be kept for so many days; as the resource says when left out.")]
    public int? Days { get; init; }
}
