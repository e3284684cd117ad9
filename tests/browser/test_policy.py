"""The Content-Security-Policy of each page: pages work under it, intruders do not."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
META = re.compile(
    r'<meta charset="utf-8"[ /]*>\s*<meta http-equiv="Content-Security-Policy" content="([^"]*)"'
)
# Each is tried by code that the page's own scripts could hold; what is forbidden says which rule forbade it.
TRIALS = {
    "script in the page": (
        "script-src-elem",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.harm = 1'}))",
    ),
    "script in an attribute": (
        "script-src-attr",
        "document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.harm = 1\">')",
    ),
    "script from elsewhere": (
        "script-src-elem",
        "document.body.append(Object.assign(document.createElement('script'), {src: ELSEWHERE}))",
    ),
    "text that becomes script": ("script-src", "try { setTimeout('window.harm = 1') } catch {}"),
    "picture from elsewhere": ("img-src", "new Image().src = ELSEWHERE"),
    "style in an attribute": (
        "style-src-attr",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"top: 0\">')",
    ),
    "request to elsewhere": ("connect-src", "fetch(ELSEWHERE).catch(() => {})"),
    "frame": (
        "frame-src",
        "document.body.append(Object.assign(document.createElement('iframe'), {src: ELSEWHERE}))",
    ),
    "other base": (
        "base-uri",
        "document.head.append(Object.assign(document.createElement('base'), {href: '/'}))",
    ),
}
TRY = """([code, elsewhere]) => new Promise((resolve) => {
  addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
  const script = document.createElement("script");
  setTimeout(() => resolve(window.harm ? "harm was done" : "nobody objected"), 3000);
  new Function("ELSEWHERE", code)(elsewhere);
})"""


def test_every_page_has_a_strict_policy_before_anything_else(built_book):
    pages = [path for path in built_book.rglob("*.html") if "_static" not in path.parts]
    assert pages
    for path in pages:
        html = path.read_text(encoding="utf-8")
        found = META.search(html)
        assert found, f"{path.name} has no policy"
        assert not re.search(r"<(script|link|style|img)\b", html[: found.start()]), path.name
        assert html.count('http-equiv="Content-Security-Policy"') == 1
        directives = dict(part.split(" ", 1) for part in found[1].split("; "))
        assert directives["default-src"] == "'none'"
        assert directives["base-uri"] == "'none'"
        allowed = {source for sources in directives.values() for source in sources.split()}
        assert {s for s in allowed if not s.startswith("'sha256-")} == {"'none'", "'self'", "data:"}
        assert [name for name, sources in directives.items() if "data:" in sources] == ["img-src"]


@pytest.mark.parametrize("trial", TRIALS)
def test_what_the_policy_forbids_does_not_happen(readers, roots, scheme, trial):
    directive, code = TRIALS[trial]
    page = readers.new_page()
    page.goto(f"{roots[scheme]}book/welcome.html")
    asked = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    assert page.evaluate(TRY, [code, "http://127.0.0.1:9/harm"]) == directive
    assert not page.evaluate("window.harm")
    assert not [url for url in asked if url.endswith("harm")]
    page.close()


def test_a_search_from_any_page_works_under_the_policy(browse, scheme):
    page = browse("book/recurrent/hopfield.html", scheme)
    page.keyboard.press("Control+K")
    page.keyboard.type("momentum")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=momentum")
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/book/learning/optimisers.html#*")
    browse.forgive("ERR_ABORTED")  # what a page still waited for when it was left


def test_marks_of_a_search_go_away_at_a_click(browse):  # from files, browsers do not always hand them on
    page = browse("search.html?q=momentum")
    page.locator("#search-results li a").first.click()
    marked = page.locator("article .highlighted")
    expect(marked.first).to_be_attached()
    page.get_by_role("link", name="Hide Search Matches").click()
    expect(marked).to_have_count(0)
    browse.forgive("ERR_ABORTED")
