using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace TelegramParser.Harness.Kubernetes;

/// <summary>The answer to one watch, written by a test bit by bit. Silent while the test writes nothing.</summary>
public sealed class ScriptedWatch
{
    private readonly Channel<byte[]> _bytes = Channel.CreateUnbounded<byte[]>();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationToken _ending;
    private volatile bool _break;

    internal ScriptedWatch(CancellationToken ending) => _ending = ending;

    /// <summary>Completes when a client has asked for it.</summary>
    public Task Started => _started.Task;

    /// <summary>Completes when the client or the test has ended it.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Writes bytes as one chunk.</summary>
    public void Send(params byte[] bytes) => _bytes.Writer.TryWrite(bytes);

    /// <summary>Writes events, a line each, as one chunk.</summary>
    public void Send(params string[] events) => Send(Encoding.UTF8.GetBytes(string.Concat(events.Select(e => e + "\n"))));

    /// <summary>Ends the answer as a server does whose time is up.</summary>
    public void End() => _bytes.Writer.TryComplete();

    /// <summary>Breaks the connection.</summary>
    public void Break()
    {
        _break = true;
        End();
    }

    internal async Task ServeAsync(HttpContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(_ending, context.RequestAborted);
        try
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.FlushAsync(ending.Token);
            _started.TrySetResult();
            await foreach (var bytes in _bytes.Reader.ReadAllAsync(ending.Token))
            {
                await context.Response.Body.WriteAsync(bytes, ending.Token);
                await context.Response.Body.FlushAsync(ending.Token);
            }
            if (_break)
                context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The client hung up, or the server ends.
        }
        finally
        {
            _ended.TrySetResult();
        }
    }
}
