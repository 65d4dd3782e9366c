using Microsoft.Playwright;

namespace TelegramParser.EndToEndTests.Browser;

/// <summary>What any page must hold for people who read, hear or tab through it; the rules are those of WCAG 2.2 AA.</summary>
internal static class PageAudit
{
    // Text against what is behind it, colours with alpha laid over each other. Spoilers are hidden on purpose.
    private const string Contrast = """
        () => {
          const parse = (colour) => {
            const [r, g, b, a] = colour.match(/[\d.]+/g).map(Number);
            return [r, g, b, a ?? 1];
          };
          const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
          const luminance = (c) => {
            const [r, g, b] = c.slice(0, 3).map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const behind = (element) => {
            const layers = [];
            for (let e = element; e; e = e.parentElement) layers.unshift(parse(getComputedStyle(e).backgroundColor));
            return layers.reduce((below, top) => over(top, below), [255, 255, 255, 1]);
          };
          const poor = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const element = node.parentElement;
            if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true }) || element.closest(".unseen, .spoiler, noscript, option")) continue;
            const style = getComputedStyle(element);
            const ground = behind(element);
            const text = over(parse(style.color), ground);
            const [light, dark] = [luminance(text), luminance(ground)].sort((a, b) => b - a);
            const ratio = (light + 0.05) / (dark + 0.05);
            const size = parseFloat(style.fontSize);
            const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
            if (ratio < (isLarge ? 3 : 4.5)) poor.push(`${ratio.toFixed(2)}: ${node.data.trim().slice(0, 40)} <${element.tagName} class=${element.className}>`);
          }
          return poor;
        }
        """;

    private const string Names = """
        () => {
          const wrong = [];
          const say = (what, e) => wrong.push(`${what}: ${e.outerHTML.slice(0, 120)}`);
          const labelled = (e) => e.getAttribute("aria-label") || document.getElementById(e.getAttribute("aria-labelledby") ?? "")?.textContent;
          if (!document.documentElement.lang) wrong.push("the page has no language");
          if (document.querySelectorAll("h1").length !== 1) wrong.push("the page has not one h1");
          if (document.querySelectorAll("main").length !== 1) wrong.push("the page has not one main");
          for (const e of document.querySelectorAll("a, button, summary")) if (!labelled(e) && !e.textContent.trim()) say("no name", e);
          for (const e of document.querySelectorAll("input:not([type=hidden]), select, textarea, progress")) if (!labelled(e) && !e.labels?.length) say("no label", e);
          for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) say("no alternative", e);
          for (const e of document.querySelectorAll("svg")) if (e.getAttribute("aria-hidden") !== "true" && !(e.getAttribute("role") === "img" && labelled(e))) say("no alternative", e);
          for (const e of document.querySelectorAll("nav, section[aria-labelledby]")) if (!labelled(e)) say("no name", e);
          for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) say("tabindex", e);
          for (const e of document.querySelectorAll("[style], script:not([src]), style")) say("inline", e);
          const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
          for (const id of ids.filter((id, i) => ids.indexOf(id) !== i)) wrong.push(`id twice: ${id}`);
          return wrong;
        }
        """;

    private const string Focusable = """
        () => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
          .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("details:not([open]) > :not(summary)")).length
        """;

    private const string Focused = """
        () => {
          const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
            .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("details:not([open]) > :not(summary)"));
          const e = document.activeElement;
          const style = getComputedStyle(e);
          const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
          return `${all.indexOf(e)}${seen ? "" : ` without a visible focus: ${e.outerHTML.slice(0, 80)}`}`;
        }
        """;

    /// <summary>Fails when text is hard to read, or something has no name.</summary>
    public static async Task AssertAccessibleAsync(this IPage page)
    {
        Assert.Empty(await page.EvaluateAsync<string[]>(Names));
        Assert.Empty(await page.EvaluateAsync<string[]>(Contrast));
    }

    /// <summary>Fails when the Tab key does not visit everything, in the order of the page, with a focus that can be seen.</summary>
    public static async Task AssertTabOrderAsync(this IPage page)
    {
        var count = await page.EvaluateAsync<int>(Focusable);
        var visited = new List<string>();
        // An input of a date has inner parts, of which each takes a Tab.
        for (var (i, inner) = (0, 0); i < count && inner < 5 * count; inner++)
        {
            await page.Keyboard.PressAsync("Tab");
            var focused = await page.EvaluateAsync<string>(Focused);
            if (visited.Count > 0 && focused.Split(' ')[0] == visited[^1])
                continue;
            visited.Add(focused);
            i++;
        }
        Assert.Equal(Enumerable.Range(0, count).Select(i => $"{i}"), visited);
    }
}
