using TelegramParser.Contracts.Resources;
using TelegramParser.Storage.Sessions;
using TelegramParser.Worker.Limits;
using TelegramParser.Worker.Telegram;
using TelegramParser.Worker.Telegram.Authorization;

namespace TelegramParser.Worker.Control;

/// <summary>Turns what goes wrong on the loop into the control API's answers.</summary>
internal static class Refusals
{
    public static async Task<T> Refused<T>(this Task<T> command, TimeProvider time)
    {
        try
        {
            return await command;
        }
        catch (FloodWaitException e)
        {
            throw Wait(e.Message, e.Until - time.GetUtcNow());
        }
        catch (LoginRefusedException e) when (e.RetryAfter is { } wait)
        {
            throw Wait(e.Message, wait);
        }
        catch (LoginRefusedException e)
        {
            throw new ControlException(422, e.Reason, e.Message);
        }
        catch (LoginStateException e)
        {
            throw new ControlException(409, e.Reason, e.Message);
        }
        catch (Exception e) when (e is TelegramTimeoutException or TelegramException)
        {
            throw new ControlException(503, Reasons.TelegramUnreachable, $"Telegram did not answer as it should. Try again in a minute. {e.Message}");
        }
        catch (LeaseLostException)
        {
            throw new ControlException(503, Reasons.SessionHeld, "Another worker has taken over the session. Try again in a few seconds.");
        }
        catch (ObjectDisposedException)
        {
            throw new ControlException(503, Reasons.WorkerStarting, "The worker is stopping. Try again in a few seconds.");
        }
    }

    private static ControlException Wait(string message, TimeSpan wait) =>
        new(429, Reasons.FloodWait, message, Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)));
}
