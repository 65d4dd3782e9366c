using System.Text.RegularExpressions;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// What sites write around articles, in the languages that are read most: pointers to other pages, and lines at an article's end. Only
/// short lines are compared, so that an article may say these words.
/// </summary>
internal static partial class Phrases
{
    /// <summary>Whether a line begins as one that points to other pages.</summary>
    public static bool Points(string line) => line.Length <= 300 && Pointer().IsMatch(line);

    /// <summary>Whether a line is a label above links, such as "Related" or "Read also", and nothing else.</summary>
    public static bool Labels(string line) => line.Length <= 60 && Label().IsMatch(line);

    /// <summary>Whether a line asks for something: to subscribe, to follow, to download, to share.</summary>
    public static bool Asks(string line) => line.Length <= 300 && Request().IsMatch(line);

    /// <summary>Whether a line stands after articles: copyright, credits, tags, contacts.</summary>
    public static bool Ends(string line) => line.Length <= 500 && Ending().IsMatch(line);

    /// <summary>Whether a line is a date, a name with "By", or another thing that stands above articles.</summary>
    public static bool Begins(string line) => line.Length <= 120 && Beginning().IsMatch(line);

    [GeneratedRegex(@"^(?>\W*)(read (more|also|next|on)\b|also read|more( on this)?:|see (also|more)\b|related\b|more (on|from|about|great|stories|news)\b|don['’]?t miss\b"
        + @"|you (may|might) (also )?(like|be interested)|recommended( for you)?\b|watch( now)?:|click here\b|listen( now)?:|in other news\b|explore more|keep reading"
        + @"|чита(йте|ть|ем) (также|ещ[её]|по теме|больше|далее|подробнее)|смотри(те)? (также|ещ[её])|смотрите:|читайте:|подробнее( об этом)?\s*[:—–-]|(материалы?|новости|ещ[её]|статьи) по теме|по теме:|см\. также"
        + @"|рекомендуем|вам (может|будет) (быть )?интересно|ранее по теме|другие (новости|материалы|статьи)|главное за|похожие|сюжет:|чита(йте|ти) (також|ще)"
        + @"|lesen sie( auch)?\b|auch interessant|mehr zum thema|siehe auch|lire aussi|[àa] lire( aussi)?\b|voir aussi|lea? (tambi[ée]n|m[áa]s)|te puede interesar|le puede interesar"
        + @"|ver tamb[ié]+n|leia (tamb[ée]m|mais)|veja (tamb[ée]m|mais)|saiba mais|leggi anche|czytaj (te[żz]|tak[żz]e|wi[ęe]cej)|zobacz (te[żz]|tak[żz]e)|baca juga|[İi]lgili haber|lees ook|l[äa]s (ocks[åa]|mer)"
        + @"|関連記事|あわせて読みたい|相关阅读|延伸阅读|관련 ?기사)", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Pointer();

    [GeneratedRegex(@"^(?>\W*)(related( (articles|stories|posts|content|topics|coverage|links|news|reading))?|more( (great )?[\p{L}\d]+)? (stories|articles|news|coverage|posts)|more from [\p{L} ]+|read (more|also|next)|see also"
        + @"|don['’]?t miss|trending( now)?|most (read|popular|viewed)|latest( news| posts| stories)?|recommended( for you)?|you (may|might) also (like|enjoy)|what to read next|up next|top stories|editors?['’]? picks?|popular( now)?|sponsored( content)?|advertisement|share( this)?( article| story| post)?( on.*)?"
        + @"|comments?|leave a (comment|reply)|tags|topics|about the authors?|further reading|newsletter|subscribe|follow us|something to consider|story continues below( advertisement)?|continue reading( below)?"
        + @"|читайте также|смотрите также|читать также|по теме|материалы по теме|новости по теме|похожие (статьи|новости|материалы|записи)|рекомендуем( почитать)?|другие новости|ещ[её] новости|последние новости|популярное|самое читаемое|главное|теги|комментарии|поделиться( новостью| статьей)?|реклама|подписаться|об авторе|оставить комментарий|новости партн[её]ров|это интересно|выбор редакции|лента новостей"
        + @"|mehr zum thema|das k[öo]nnte sie auch interessieren|sur le m[êe]me sujet|anzeige|publicit[ée]|publicidad|kommentare?|commentaires?|comentarios|关连|関連記事)(?>\W*)$", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Label();

    [GeneratedRegex(@"^(?>\W*)(sign up\b|subscribe\b|join (us|our|the (conversation|discussion))\b|follow (us|me|our|him|her|[\p{Lu}@][\w@. ]+ on)\b|like us\b|click here to (subscribe|sign|get|read|join)|download (our|the) [\w ]*app\b|get (our|the) [\w ]*(newsletter|app)\b"
        + @"|(support|donate to) (us|our)\b|share (this|on)\b|tweet$|help us|have a (tip|story)|got a (tip|story)|if you (enjoyed|liked) this|enjoy(ed)? this (article|story)|thanks for (reading|subscribing)|enter your e-?mail|by signing up|to continue reading|we use cookies|this (site|website) uses cookies"
        + @"|подпи(ши(тесь|сь)|сывай(тесь|ся))\b|присоединяйтесь|следите за (нами|новостями|нашими)|поделит(есь|ься)|поделиться|нажмите|выделите|нашли (ошибку|опечатку)|заметили (ошибку|опечатку)|если вы (нашли|заметили)|хотите быть в курсе|больше (новостей|интересного)|наш (телеграм|telegram)|мы в (телеграм|telegram|соцсетях)|читайте нас|оставайтесь с нами|ставьте лайк|чтобы не пропустить|поддержите|скачивайте|быть в курсе"
        + @"|abonnieren sie|melden sie sich|folgen sie|abonnez-vous|suivez|suscr[íi]bete|s[íi]gue|assine|inscreva-se|siga|iscriviti|seguici|zapisz si[ęe])", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Request();

    [GeneratedRegex(@"©|\(c\) ?\d{4}|all rights reserved|subject to copyright|все права защищены|перепечатка|при (использовании|цитировании|копировании) материал|contributed to this (report|article|story)|additional reporting by|^(?>\W*)(reporting|editing|edited|writing) by\b|^(?>\W*)reporting by|this (article|story|post) (was |has been )?(originally|first) (appeared|published)|originally published (on|at|by)|^(?>\W*)via [A-Z][\w.]+"
        + @"|^(?>\W*)(write|email|contact|reach) .{0,60}\bat\b.{0,40}@|^(?>\W*)(by|author|authors|photo|photos|image|images|source|sources|credit|via|tags?|filed under|posted in|categories|topics|published|updated|last (updated|modified)|contact|citation|more information|provided by|disclosure|disclaimer|affiliate disclosure)\s?:"
        + @"|^(?>\W*)(фото|текст|автор|авторы|источник|источники|теги|метки|рубрика|рубрики|категория|категории|опубликовано|обновлено|просмотров|просмотры|иллюстрация|изображение|редактор|корреспондент|видео|ключевые слова|обложка|фото на обложке)\s?:|ctrl\s?\+\s?enter|^(?>\W*)(erid|реклама[.:]? ?(ооо|ао|ип))|выполняющим функции иностранного агента$", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Ending();

    [GeneratedRegex(@"^(?>\W*)(by\b.{0,80}|published\b.*|updated\b.*|posted\b.*|last (updated|modified)\b.*|written by\b.*|автор(ы)?\b.*|текст:.*|опубликовано\b.*|обновлено\b.*|от \p{Lu}\S*|highlights|print|share|save|comments?|\d+|text size|listen( to this article)?|order reprints|print article|время (на )?чтени[ея].*|читать \d+ мин.*|\d+ (min|minute|minutes|мин|минут[ыа]?)\b.{0,20}"
        + @"|.{0,40}(\d{1,2}[.:/-]\d{1,2}[.:/-]\d{2,4}|\b(19|20)\d{2}\b|\d{1,2}:\d{2}|\d+ (hours?|days?|minutes?|часов|часа|час|дней|дня|день) (ago|назад)).{0,50})(?>\W*)$", Patterns.Options, Patterns.TimeoutMilliseconds)]
    private static partial Regex Beginning();
}
