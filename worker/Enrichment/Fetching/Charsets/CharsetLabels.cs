using System.Collections.Frozen;
using System.Text;

namespace TelegramParser.Worker.Enrichment.Fetching.Charsets;

/// <summary>
/// The encodings of the web and what pages call them (https://encoding.spec.whatwg.org/#names-and-labels), with some more names
/// that are seen on Russian pages. Encodings that pages can be attacked with, such as UTF-7, are none.
/// </summary>
internal static class CharsetLabels
{
    private static readonly FrozenDictionary<string, (string Name, int CodePage)> Known = Table();

    /// <summary>UTF-8.</summary>
    public static Encoding Utf8 { get; } = Encoding.UTF8;

    /// <summary>What bytes that nothing is known of are read in, as browsers do.</summary>
    public static Encoding Western { get; } = Of(1252);

    /// <summary>The encoding that a label means; null when it means none.</summary>
    public static Encoding? Find(string? label) =>
        label is not null && Known.TryGetValue(label.Trim().ToLowerInvariant(), out var found) ? Of(found.CodePage) : null;

    /// <summary>An encoding's name on the web.</summary>
    public static string NameOf(Encoding encoding) =>
        Known.Values.First(known => known.CodePage == encoding.CodePage).Name;

    /// <summary>An encoding by its code page.</summary>
    public static Encoding Of(int codePage) =>
        CodePagesEncodingProvider.Instance.GetEncoding(codePage) ?? Encoding.GetEncoding(codePage);

    private static FrozenDictionary<string, (string Name, int CodePage)> Table()
    {
        var table = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        Add("utf-8", 65001, "utf8", "utf_8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8", "x-unicode20utf8");
        Add("utf-16le", 1200, "utf-16", "utf16", "unicode", "ucs-2", "iso-10646-ucs-2", "csunicode", "unicodefeff");
        Add("utf-16be", 1201, "unicodefffe");
        Add("ibm866", 866, "cp866", "cp-866", "866", "csibm866", "dos-866");
        Add("koi8-r", 20866, "koi8r", "koi8_r", "koi8", "koi-8", "koi", "cskoi8r");
        Add("koi8-u", 21866, "koi8u", "koi8-ru");
        Add("macintosh", 10000, "mac", "x-mac-roman", "csmacintosh");
        Add("x-mac-cyrillic", 10007, "x-mac-ukrainian", "mac-cyrillic", "maccyrillic");
        Add("windows-874", 874, "dos-874", "tis-620", "iso-8859-11", "iso8859-11");
        foreach (var page in Enumerable.Range(1250, 9))
            Add($"windows-{page}", page, $"windows{page}", $"cp{page}", $"cp-{page}", $"x-cp{page}", $"win-{page}", $"win{page}", $"{page}");
        foreach (var part in (int[])[2, 3, 4, 5, 6, 7, 8, 13, 15])
            Add($"iso-8859-{part}", 28590 + part, $"iso8859-{part}", $"iso_8859-{part}", $"iso8859{part}", $"iso-8859{part}");
        Alias("iso-8859-2", "latin2", "l2");
        Alias("iso-8859-5", "cyrillic", "csisolatincyrillic", "iso-ir-144");
        Alias("iso-8859-7", "greek");
        Alias("iso-8859-8", "iso-8859-8-i", "hebrew");
        Alias("iso-8859-15", "latin9", "l9");
        Alias("windows-1252", "iso-8859-1", "iso8859-1", "iso_8859-1", "iso88591", "latin1", "latin-1", "l1", "ascii", "us-ascii", "ansi_x3.4-1968");
        Alias("windows-1254", "iso-8859-9", "iso8859-9", "iso_8859-9", "latin5", "l5");
        Add("gb18030", 54936, "gbk", "gb2312", "gb_2312-80", "x-gbk", "chinese", "csgb2312");
        Add("big5", 950, "big5-hkscs", "cn-big5", "x-x-big5", "csbig5");
        Add("euc-jp", 51932, "x-euc-jp", "cseucpkdfmtjapanese");
        Add("shift_jis", 932, "shift-jis", "sjis", "x-sjis", "ms_kanji", "ms932", "windows-31j", "csshiftjis");
        Add("iso-2022-jp", 50220, "csiso2022jp");
        Add("euc-kr", 949, "ks_c_5601-1987", "ks_c_5601-1989", "ksc5601", "ksc_5601", "korean", "windows-949", "cseuckr");
        return table.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(string name, int codePage, params string[] labels)
        {
            foreach (var label in labels.Prepend(name))
                table.Add(label, (name, codePage));
        }

        void Alias(string name, params string[] labels)
        {
            foreach (var label in labels)
                table.Add(label, table[name]);
        }
    }
}
