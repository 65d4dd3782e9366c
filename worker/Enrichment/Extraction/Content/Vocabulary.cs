using System.Collections.Frozen;

namespace TelegramParser.Worker.Enrichment.Extraction.Content;

/// <summary>
/// Words that authors of pages use in class and id, in many sites alike: for what surrounds an article, and for the article itself.
/// </summary>
internal static class Vocabulary
{
    /// <summary>What surrounds articles, whatever is in it.</summary>
    private static readonly FrozenSet<string> Strong = Words(
        // What readers write.
        "comment comments commentlist disqus hypercomments cackle "
        // Sharing and following.
        + "share shares sharing sharedaddy sharebar sharethis addthis addtoany social socials socialbar "
        // Other pages.
        + "related relatedposts recommended recommendation recommendations recommends recirc recirculation outbrain taboola mgid revcontent "
        + "zergnet trending popular mostread mostpopular readmore readalso readnext upnext onward "
        // Advertising and asking for something.
        + "advert adverts advertisement advertising adsbygoogle adfox reklama sponsor sponsored newsletter newsletters subscribe subscription "
        + "signup mailchimp donate donation podpiska cookie cookies consent gdpr popup modal "
        // Finding one's way.
        + "breadcrumb breadcrumbs crumbs nav navbar navigation submenu pagination pager sitemap sidebar sidebars sidenav footer "
        // Who wrote it.
        + "authorbox bio");

    /// <summary>What mostly surrounds articles, but is also said of parts of them and of whole pages: it counts for elements with little prose.</summary>
    private static readonly FrozenSet<string> Weak = Words(
        "respond replies reactions likes like follow soc teaser teasers similar ad ads adv promo promos promotion promobox cta overlay "
        + "menu paging toolbar skip toc tableofcontents widgets search login masthead byline bylines author authors tags taglist topics tagcloud "
        + "postmeta copyright correction rating ratings votes vote kicker standfirst dek deck subtitle tooltip timestamp published pubdate "
        + "dateline meta views noprint offscreen screenreader");

    private static readonly FrozenSet<string> Never = Words("comment comments commentlist disqus hypercomments cackle cookie cookies consent gdpr");

    private static readonly FrozenSet<string> Lead = Words("lead lede intro introduction abstract preamble ingress anons vrez sommario chapo");

    private static readonly FrozenSet<string> Caption = Words("caption captions figcaption imagecaption photocaption credit credits photocredit imagecredit legend");

    private static readonly (string First, string Second)[] ChromePairs = Pairs(
        "read more,read next,read also,see also,more stories,more news,more from,more on,more articles,up next,next post,prev post,previous post,"
        + "post navigation,most read,most popular,most viewed,latest news,latest posts,latest stories,last news,other news,other articles,sign up,"
        + "widget area,sr only,visually hidden,screen reader,reader text,story package,link list,news list,news feed,you may,author info,about author,"
        + "post tags,entry meta,post meta,article meta,article info,post info,entry footer,post footer,article footer,print only,inline link,"
        + "image credit,photo credit,editors picks,editor picks,load more,show more,also like,also read,call action,key points,in brief");

    private static readonly (string First, string Second)[] ArticlePairs = Pairs(
        "article body,article content,article text,article copy,article main,post content,post body,post text,post entry,entry content,entry body,entry text,"
        + "story body,story content,story text,news text,news body,news content,news detail,content body,body content,content text,body text,text content,"
        + "page content,main content,single content,blog content,topic body,rich text,field body,article full,full text,text block,"
        + "content article,content entry,content post,content news");

    private static readonly FrozenSet<string> ArticleWords = Words(
        "articlebody articlecontent articletext storybody postcontent entrycontent postbody hentry story newstext fulltext storytext articlecopy");

    /// <summary>Whether the element is called something that surrounds articles.</summary>
    public static bool IsChrome(NameWords words) =>
        words.All.Count > 0 && (words.Any(Strong) || HasPair(words, ChromePairs)) && !words.Has("articlebody");

    /// <summary>Whether the element is called something that surrounds articles if it has little prose.</summary>
    public static bool MayBeChrome(NameWords words) => words.Any(Weak) && !words.Has("articlebody");

    /// <summary>Whether the element is called something that articles are called.</summary>
    public static bool IsArticle(NameWords words) => words.All.Count > 0 && (words.Any(ArticleWords) || HasPair(words, ArticlePairs));

    /// <summary>Whether the element is called an article's first paragraph.</summary>
    public static bool IsLead(NameWords words) => words.Any(Lead) && !words.Any(Weak);

    /// <summary>Whether the element is called a place for readers' comments or for consent, which may be longer than the article.</summary>
    public static bool IsNeverArticle(NameWords words) => words.Any(Never);

    /// <summary>Whether the element is called the caption of an image.</summary>
    public static bool IsCaption(NameWords words) => words.Any(Caption);

    private static bool HasPair(NameWords words, (string First, string Second)[] pairs)
    {
        foreach (var (first, second) in pairs)
        {
            if (words.Has(first, second))
                return true;
        }
        return false;
    }

    private static FrozenSet<string> Words(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static (string First, string Second)[] Pairs(string pairs) =>
        [.. pairs.Split(',').Select(static pair => pair.Split(' ')).Select(static pair => (pair[0], pair[1]))];
}
