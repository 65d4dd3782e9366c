using System.Text.Json.Serialization;

namespace TelegramParser.Worker.Telegram.Api;

/// <summary>How much TDLib logs, of all tags; 0 is fatal errors only.</summary>
public sealed record SetLogVerbosityLevel(int NewVerbosityLevel) : ITdFunction<Ok>;

/// <summary>How much TDLib logs of one tag.</summary>
public sealed record SetLogTagVerbosityLevel(string Tag, int NewVerbosityLevel) : ITdFunction<Ok>;

/// <summary>Where TDLib's log goes besides the callback.</summary>
public sealed record SetLogStream(LogStream LogStream) : ITdFunction<Ok>;

/// <summary>Where TDLib's log goes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "@type")]
[JsonDerivedType(typeof(LogStreamEmpty), "logStreamEmpty")]
public abstract record LogStream;

/// <summary>Nowhere.</summary>
public sealed record LogStreamEmpty : LogStream;
