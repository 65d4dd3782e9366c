using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using TelegramParser.Contracts.Control;
using TelegramParser.Operator.Workers;

namespace TelegramParser.Operator.Web.Workers;

/// <summary>Commands to workers, for the REST API: every failure is an <c>ApiProblem</c> (<see cref="WorkerProblems"/>).</summary>
internal sealed class WorkerClient(ControlClient control)
{
    /// <summary>How long a parse may take.</summary>
    public static readonly TimeSpan ParseTimeout = TimeSpan.FromSeconds(300);

    // An account may be in hundreds of channels, a hundred to a call of the server.
    private static readonly TimeSpan DialogsTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(15);

    public Task<ParseReport> ParseAsync(WorkerAddress worker, ParseCommand command, CancellationToken cancellation) =>
        TellAsync(worker, ParseTimeout, control.SendAsync(
            worker, HttpMethod.Post, ControlPaths.Parse, Body(command, ControlJson.Default.ParseCommand),
            ControlJson.Default.ParseReport, ParseTimeout, cancellation));

    public Task<RetryReport> RetryUnstoredAsync(WorkerAddress worker, CancellationToken cancellation) =>
        TellAsync(worker, ParseTimeout, control.SendAsync(
            worker, HttpMethod.Post, ControlPaths.RetryUnstored, body: null, ControlJson.Default.RetryReport, ParseTimeout, cancellation));

    public Task<DialogReport> ListDialogsAsync(WorkerAddress worker, CancellationToken cancellation) =>
        TellAsync(worker, DialogsTimeout, control.SendAsync(
            worker, HttpMethod.Get, ControlPaths.Dialogs, body: null, ControlJson.Default.DialogReport, DialogsTimeout, cancellation));

    public Task<LoginStatus> LoginStatusAsync(WorkerAddress worker, CancellationToken cancellation) =>
        TellAsync(worker, StatusTimeout, control.LoginAsync(worker, HttpMethod.Get, ControlPaths.Login, body: null, StatusTimeout, cancellation));

    public Task<LoginStatus> SendPhoneAsync(WorkerAddress worker, LoginPhone phone, CancellationToken cancellation) =>
        LoginAsync(worker, ControlPaths.LoginPhone, Body(phone, ControlJson.Default.LoginPhone), cancellation);

    public Task<LoginStatus> SendCodeAsync(WorkerAddress worker, LoginCode code, CancellationToken cancellation) =>
        LoginAsync(worker, ControlPaths.LoginCode, Body(code, ControlJson.Default.LoginCode), cancellation);

    public Task<LoginStatus> SendPasswordAsync(WorkerAddress worker, LoginPassword password, CancellationToken cancellation) =>
        LoginAsync(worker, ControlPaths.LoginPassword, Body(password, ControlJson.Default.LoginPassword), cancellation);

    public Task<LoginStatus> RequestQrAsync(WorkerAddress worker, CancellationToken cancellation) =>
        LoginAsync(worker, ControlPaths.LoginQr, body: null, cancellation);

    public Task<LoginStatus> LogOutAsync(WorkerAddress worker, CancellationToken cancellation) =>
        TellAsync(worker, ControlClient.LoginTimeout, control.LogOutAsync(worker, cancellation));

    private Task<LoginStatus> LoginAsync(WorkerAddress worker, string path, HttpContent? body, CancellationToken cancellation) =>
        TellAsync(worker, ControlClient.LoginTimeout, control.LoginAsync(
            worker, HttpMethod.Post, path, body, ControlClient.LoginTimeout, cancellation));

    private static async Task<T> TellAsync<T>(WorkerAddress worker, TimeSpan timeout, Task<T> command)
    {
        try
        {
            return await command;
        }
        catch (ControlException e)
        {
            throw WorkerProblems.Of(worker, timeout, e);
        }
    }

    private static JsonContent Body<T>(T message, JsonTypeInfo<T> type) => JsonContent.Create(message, type);
}
