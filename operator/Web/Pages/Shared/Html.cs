using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TelegramParser.Operator.Web.Pages.Shared;

/// <summary>
/// A piece of HTML, written as an interpolated string: what stands in the literal is markup, what stands in a hole is
/// text and encoded, unless it is HTML itself. Holes belong into elements and quoted attributes only.
/// </summary>
internal readonly struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    /// <summary>Nothing.</summary>
    public static Html None => default;

    public static Html Of(Builder builder) => new(builder.ToString());

    /// <summary>The HTML when the condition holds, nothing otherwise.</summary>
    public static Html If(
        bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] Builder builder) => condition ? Of(builder) : None;

    public override string ToString() => _markup ?? "";

    [InterpolatedStringHandler]
    internal sealed class Builder
    {
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);
        private readonly StringBuilder _text;

        public Builder(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

        // A condition that is false builds nothing.
        public Builder(int literalLength, int formattedCount, bool condition, out bool build)
            : this(condition ? literalLength : 0, condition ? formattedCount : 0) => build = condition;

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(string? text) => _text.Append(text is null ? "" : Encoder.Encode(text));

        public void AppendFormatted(long number) => _text.Append(number);

        public void AppendFormatted(Html html) => _text.Append(html._markup);

        public void AppendFormatted(IEnumerable<Html> pieces)
        {
            foreach (var piece in pieces)
                _text.Append(piece._markup);
        }

        public override string ToString() => _text.ToString();
    }
}
