"""The simple rules that hold for any page of the office, at two widths.

One h1, a title, headings in order, a label for every control, room for a thumb, no figure cut off, no link under
another or hidden by its own list, words in the middle of their button, no sideways overflow, no id twice.
"""

from playwright.sync_api import Page

WIDTHS = (360, 1366)
LOOK = """() => {
  const seen = e => e.offsetParent !== null && e.getBoundingClientRect().width > 1;
  const all = s => [...document.querySelectorAll(s)];
  const faults = [];
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over > 0) faults.push(`${over} px too wide`);
  if (all('h1').length !== 1) faults.push(`${all('h1').length} h1`);
  if (!document.title.trim()) faults.push('no title');
  const levels = all('h1,h2,h3,h4').filter(seen).map(e => +e.tagName[1]);
  if (levels.some((level, i) => i && level > levels[i - 1] + 1)) faults.push(`headings ${levels.join('')}`);
  for (const e of all('input:not([type=hidden]),select,textarea'))
    if (!(e.labels && e.labels.length) && !e.getAttribute('aria-label') && !e.getAttribute('aria-labelledby'))
      faults.push(`no label: ${e.name}`);
  for (const e of all('a[href],button,summary').filter(seen))
    if (!(e.textContent.trim() || e.getAttribute('aria-label'))) faults.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  for (const e of all('main .button,main select,main input:not([type=hidden],[type=checkbox],[type=radio])'))
    if (seen(e) && e.getBoundingClientRect().height < 43.5) faults.push(`too low: ${e.textContent.trim() || e.name}`);
  for (const e of all('.stacked td').filter(seen))
    if (e.scrollWidth > e.clientWidth + 1) faults.push(`cut: ${e.dataset.label} ${e.textContent.trim().slice(0, 40)}`);
  for (const e of all('.tasks .files a').filter(seen)) {
    const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    const top = document.elementFromPoint(x, y);
    if (y < innerHeight && !e.contains(top) && !top?.closest('.bar,.places')) faults.push(`covered: ${e.pathname}`);
  }
  for (const e of all('.files').filter(one => one.querySelector('a') && !one.closest('[hidden],details:not([open])')))
    if (!seen(e)) faults.push(`hidden: ${e.textContent.trim().slice(0, 40)}`);
  for (const e of all('main .button').filter(seen)) {
    const words = document.createRange(), box = e.getBoundingClientRect();
    const first = [...e.childNodes].find(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!first) continue;
    words.selectNodeContents(first);
    const ink = words.getBoundingClientRect(), off = ink.y + ink.height / 2 - box.y - box.height / 2;
    if (Math.abs(off) > 3) faults.push(`off centre: ${e.textContent.trim()}`);
  }
  const ids = all('[id]').map(e => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length) faults.push(`ids twice: ${twice.slice(0, 3)}`);
  return faults;
}"""


LYING = "() => !!document.querySelector('main.wide table, .sop') && !document.querySelector('.tree')"
CUT = """room => {
  document.body.style.inlineSize = `${room}px`;
  const wide = [...document.querySelectorAll('main :is(table, svg, .figures)')].filter(e =>
    e.getClientRects().length && e.getBoundingClientRect().right > room + 1);
  document.body.style.inlineSize = '';
  return wide.map(e => `off the paper: ${e.getAttribute('aria-label') || e.className.baseVal || e.className}`);
}"""


def cut_on_paper(page: Page) -> list[str]:
    """What the browser's print would cut at the right edge."""
    size = page.viewport_size
    wide = 1123 if page.evaluate(LYING) else 794  # A4
    page.set_viewport_size({"width": wide, "height": 900})
    page.emulate_media(media="print")
    found: list[str] = page.evaluate(CUT, wide - 106)  # without its margins
    page.emulate_media(media="screen")
    if size:
        page.set_viewport_size(size)
    return found


def broken(page: Page, name: str) -> dict[str, list[str]]:
    """The rules that the page breaks where it stands, by the page's `name` and the width."""
    found: dict[str, list[str]] = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if faults := page.evaluate(LOOK):
            found[f"{name} at {width}"] = faults
    return found
