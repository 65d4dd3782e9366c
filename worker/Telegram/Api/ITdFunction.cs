namespace TelegramParser.Worker.Telegram.Api;

/// <summary>
/// A request to TDLib. The record's name is the function's name in TDLib's API, its properties are the parameters
/// (https://core.telegram.org/tdlib/docs/td__api_8h.html).
/// </summary>
/// <typeparam name="TResult">What TDLib answers when it does not answer with an error.</typeparam>
public interface ITdFunction<TResult>
    where TResult : class;

/// <summary>The answer of functions that have nothing to tell.</summary>
public sealed record Ok;

/// <summary>An error as TDLib answers it.</summary>
/// <param name="Code">HTTP-like code.</param>
/// <param name="Message">Telegram's error name or TDLib's words.</param>
public sealed record Error(int Code, string Message);
