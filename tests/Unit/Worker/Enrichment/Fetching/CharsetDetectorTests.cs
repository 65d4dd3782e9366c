using System.Text;
using TelegramParser.Worker.Enrichment.Fetching.Charsets;

namespace TelegramParser.UnitTests.Worker.Enrichment.Fetching;

public sealed class CharsetDetectorTests
{
    private const string Russian = "Сегодня в Москве открылась выставка. Её увидят все, кто придёт: вход свободный.";
    private const string Ukrainian = "Сьогодні в Києві відкрилася виставка, яку побачать усі її відвідувачі, бо вхід вільний.";
    private const string French = "Le café était fermé, le garçon a dû rentrer à la maison où sa mère l'attendait déjà.";
    private const string German = "Die Straße über den Fluß war für größere Züge gesperrt; man hörte schöne Töne.";
    private const string English = "Nothing but plain words here.";

    private static readonly Dictionary<string, int> Pages = new(StringComparer.Ordinal)
    {
        ["utf-8"] = 65001, ["windows-1251"] = 1251, ["koi8-r"] = 20866, ["koi8-u"] = 21866, ["ibm866"] = 866, ["iso-8859-5"] = 28595,
        ["x-mac-cyrillic"] = 10007, ["windows-1252"] = 1252, ["utf-16le"] = 1200, ["utf-16be"] = 1201, ["gb18030"] = 54936, ["shift_jis"] = 932,
        ["iso-2022-jp"] = 50220,
    };

    /// <summary>What is written in which encoding; header; meta; the encoding that it is read in.</summary>
    [Theory]
    // The header says it.
    [InlineData(Russian, "utf-8", "utf-8", null, "utf-8")]
    [InlineData(Russian, "windows-1251", "windows-1251", null, "windows-1251")]
    [InlineData(Russian, "windows-1251", "CP1251", null, "windows-1251")]
    [InlineData(Russian, "koi8-r", "KOI8-R", null, "koi8-r")]
    [InlineData(Russian, "ibm866", "cp866", null, "ibm866")]
    [InlineData(Russian, "iso-8859-5", "ISO-8859-5", null, "iso-8859-5")]
    [InlineData(Ukrainian, "koi8-u", "koi8-u", null, "koi8-u")]
    [InlineData(French, "windows-1252", "iso-8859-1", null, "windows-1252")]
    [InlineData(Russian, "utf-16le", "utf-16le", null, "utf-16le")]
    [InlineData("日本の首都は東京です。", "shift_jis", "Shift_JIS", null, "shift_jis")]
    [InlineData("日本の首都は東京です。", "iso-2022-jp", "ISO-2022-JP", null, "iso-2022-jp")]
    [InlineData("中国的首都是北京。", "gb18030", "gb2312", null, "gb18030")]
    // The page says it.
    [InlineData(Russian, "windows-1251", null, "<meta charset=windows-1251>", "windows-1251")]
    [InlineData(Russian, "koi8-r", null, "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=koi8-r'>", "koi8-r")]
    [InlineData(Russian, "windows-1251", null, "<meta content=\"text/html; charset=windows-1251\" http-equiv=\"Content-Type\" />", "windows-1251")]
    [InlineData(Russian, "windows-1251", null, "<?xml version='1.0' encoding='windows-1251'?>", "windows-1251")]
    [InlineData(Russian, "windows-1251", null, "<!-- <meta charset=utf-8> --><meta charset='windows-1251'>", "windows-1251")]
    [InlineData(Russian, "utf-8", null, "<meta charset='utf-16'>", "utf-8")]
    [InlineData("日本の首都は東京です。", "shift_jis", null, "<meta charset=x-sjis>", "shift_jis")]
    // Nobody says it.
    [InlineData(Russian, "utf-8", null, null, "utf-8")]
    [InlineData(Russian, "windows-1251", null, null, "windows-1251")]
    [InlineData(Russian, "koi8-r", null, null, "koi8-r")]
    [InlineData(Russian, "ibm866", null, null, "ibm866")]
    [InlineData(Russian, "iso-8859-5", null, null, "iso-8859-5")]
    [InlineData(Russian, "x-mac-cyrillic", null, null, "x-mac-cyrillic")]
    [InlineData(Ukrainian, "windows-1251", null, null, "windows-1251")]
    [InlineData(Ukrainian, "koi8-u", null, null, "koi8-u")]
    [InlineData(French, "windows-1252", null, null, "windows-1252")]
    [InlineData(German, "windows-1252", null, null, "windows-1252")]
    [InlineData(English, "utf-8", null, null, "utf-8")]
    // What is said is wrong.
    [InlineData(Russian, "utf-8", "windows-1251", null, "utf-8")]
    [InlineData(Russian, "utf-8", "iso-8859-1", "<meta charset=windows-1251>", "utf-8")]
    [InlineData(Russian, "windows-1251", "utf-8", null, "windows-1251")]
    [InlineData(Russian, "windows-1251", "utf-8", "<meta charset=windows-1251>", "windows-1251")]
    [InlineData(Russian, "windows-1251", "iso-8859-1", null, "windows-1251")]
    [InlineData(Russian, "windows-1251", "iso-8859-1", "<meta charset=windows-1251>", "windows-1251")]
    [InlineData(Russian, "koi8-r", "windows-1251", "<meta charset=koi8-r>", "koi8-r")]
    [InlineData(Russian, "windows-1251", "windows-1251", "<meta charset=koi8-r>", "windows-1251")]
    [InlineData(French, "windows-1252", "utf-8", null, "windows-1252")]
    [InlineData(Russian, "utf-8", "utf-16", null, "utf-8")]
    [InlineData(Russian, "windows-1251", "no-such-thing", null, "windows-1251")]
    [InlineData(Russian, "windows-1251", "utf-7", null, "windows-1251")]
    public void A_page_is_read_in_the_encoding_that_it_is_in(string text, string written, string? header, string? meta, string read)
    {
        var html = $"<html><head>{meta}<title>t</title></head><body><p>{text}</p><script>var i = 0;</script></body></html>";
        if (meta?.StartsWith("<?xml", StringComparison.Ordinal) is true)
            html = meta + html.Replace(meta, "", StringComparison.Ordinal);
        var (result, charset) = CharsetDetector.Decode(CharsetLabels.Of(Pages[written]).GetBytes(html), header);
        Assert.Equal((read, html), (charset, result));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16le")]
    [InlineData("utf-16be")]
    public void A_byte_order_mark_counts_most_and_is_no_text(string encoding)
    {
        var page = CharsetLabels.Of(Pages[encoding]);
        byte[] body = [.. page.Preamble, .. page.GetBytes($"<meta charset=koi8-r><p>{Russian}</p>")];
        Assert.Equal(($"<meta charset=koi8-r><p>{Russian}</p>", encoding), CharsetDetector.Decode(body, "windows-1251"));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("windows-1251")]
    [InlineData(null)]
    public void A_character_that_was_cut_in_two_spoils_no_page(string? header)
    {
        byte[] body = [.. Encoding.UTF8.GetBytes(Russian), 0xD0, .. Encoding.UTF8.GetBytes($"… {Russian}")];
        var (text, charset) = CharsetDetector.Decode(body, header);
        Assert.Equal("utf-8", charset);
        Assert.Contains(Russian, text);
        Assert.Equal(1, text.Count(c => c == '\uFFFD'));
    }

    [Theory]
    [InlineData("Москва", "windows-1251")]
    [InlineData("ОТКРЫТИЕ ВЫСТАВКИ В МОСКВЕ", "windows-1251")]
    [InlineData("Открыт приём заявок — «Кинотавр» № 5…", "windows-1251")]
    [InlineData("Погода на завтра", "koi8-r")]
    public void Few_words_are_enough(string text, string encoding) =>
        Assert.Equal((text, encoding), CharsetDetector.Decode(CharsetLabels.Of(Pages[encoding]).GetBytes(text), null));

    [Fact]
    public void Every_label_leads_to_an_encoding_that_is_there_and_has_a_name()
    {
        foreach (var label in (string[])["utf-8", "Windows-1251", " cp1251 ", "win-1251", "1251", "koi8", "866", "latin1", "us-ascii", "gbk", "big5",
            "euc-kr", "euc-jp", "iso-8859-2", "iso-8859-15", "windows-1257", "macintosh", "x-mac-cyrillic", "tis-620", "utf-16", "iso-8859-8-i"])
        {
            var encoding = CharsetLabels.Find(label);
            Assert.NotNull(encoding);
            Assert.Same(encoding.EncodingName, CharsetLabels.Find(CharsetLabels.NameOf(encoding))!.EncodingName);
        }
        Assert.All((string?[])["utf-7", "utf-32", "ibm037", "x-user-defined", "", null], label => Assert.Null(CharsetLabels.Find(label)));
    }

    [Fact]
    public void A_hostile_head_is_searched_in_bounded_time()
    {
        foreach (var part in (string[])["<meta ", "<!--", "<meta charset", "<?xml ", "<meta charset="])
            Assert.Equal("utf-8", CharsetDetector.Decode(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(part, 100_000))), null).Charset);
    }
}
