"""Explorers on the static page: they move by keyboard, say where they are, and take bad luck well."""

import pytest
from playwright.sync_api import expect

from tests.browser.browsing import later

pytestmark = pytest.mark.browser
PAGE = "book/appendices/explorers.html"
CHANGED = "([image, old]) => image.getAttribute('src') !== old"
STATE = """(root) => [...root.querySelectorAll(".nnx-control:not(.nnx-waits) [data-key]")]
  .map((input) => (input.type === "checkbox" ? input.checked : input.value))"""
WORDS = """(all) => all.map((input) => input.type === "checkbox" ? String(input.checked)
  : input.getAttribute("aria-valuetext") ?? input.selectedOptions?.[0].text ?? input.value)"""
SETTLED = """(root) => root.painted === root.newest
  || Boolean(root.querySelector(".nnx-message").textContent.trim())"""
QUIET = "all => all.forEach((root) => { root.touched = true; root.stop({ quiet: true }); })"
MOVED = f"([root, old]) => JSON.stringify(({STATE})(root)) !== JSON.stringify(old)"


class Shown:
    """One explorer on a page."""

    def __init__(self, page, name):
        self.page, self.name = page, name
        self.root = page.locator(f"nnbook-explorer[id='{name}']")
        self.image = self.root.locator(".nnx-picture:not(.nnx-pinned *)").first
        self.readout = self.root.locator(".nnx-readout")
        self.message = self.root.locator(".nnx-message")
        self.inputs = self.root.locator(".nnx-control:not(.nnx-waits) [data-key]")

    @property
    def picture(self):
        return self.image.get_attribute("src")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def state(self):
        """Return the positions of all controls."""
        return self.root.evaluate(STATE)

    def words(self):
        """Return what a screen reader says: the values of the controls and the readout."""
        return [*self.inputs.evaluate_all(WORDS), self.readout.text_content()]

    def wait_for_other_picture(self, old):
        self.page.wait_for_function(CHANGED, arg=[self.image.element_handle(), old])

    def wait_until_state_is_not(self, old):
        """Wait until a control stands elsewhere."""
        self.page.wait_for_function(MOVED, arg=[self.root.element_handle(), old])

    def press(self, i=0):
        """Move control `i` one step by keyboard."""
        control = self.inputs.nth(i)
        control.focus()
        kind, value, last = control.evaluate("(i) => [i.type, i.value, i.max]")
        last = last or str(control.locator("option").count() - 1)
        keys = {
            "checkbox": ("Space",) * 2,
            "range": ("ArrowRight", "ArrowLeft"),
            "number": ("ArrowUp", "ArrowDown"),
        }
        control.press(keys.get(kind, ("ArrowDown", "ArrowUp"))[value == last])

    def move(self):
        """Move by keyboard until the picture is another one: settings may share one."""
        old = self.picture
        for i in range(self.inputs.count()):
            for _ in range(6):
                self.press(i)
                self.page.wait_for_function(SETTLED, arg=self.root.element_handle())
                if self.picture != old:
                    return i
        pytest.fail(f"explorer {self.name!r}: no key changes its picture")


def shown(page):
    """Return the explorers of a page, also of its closed boxes; none of them plays by itself any more."""
    page.evaluate("customElements.whenDefined('nnbook-explorer').then(() => true)")
    page.locator("nnbook-explorer").evaluate_all(QUIET)
    page.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    names = page.locator("nnbook-explorer").evaluate_all("all => all.map((explorer) => explorer.id)")
    return [Shown(page, name) for name in names]


def test_every_explorer_moves_by_keyboard_and_says_where_it_is(browse, chapter, scheme):
    page = browse(chapter, scheme)
    for explorer in shown(page):
        before = explorer.words()
        assert before[-1].strip(), f"explorer {explorer.name!r} has nothing to read"
        explorer.move()
        assert explorer.words() != before, f"explorer {explorer.name!r} moves without a word"
        assert explorer.image.evaluate("(i) => i.decode().then(() => i.naturalWidth)") > 0
        assert not explorer.message.text_content().strip()
        for value in explorer.root.locator("input[type=range]").all():
            said = value.get_attribute("aria-valuetext")
            seen = value.locator("xpath=..").locator(".nnx-value").text_content()
            assert said == seen, f"explorer {explorer.name!r} says {said!r} and shows {seen!r}"


def test_play_runs_until_it_is_paused(browse, chapter):
    for explorer in shown(browse(chapter)):
        if not explorer.button("Play").count():
            continue
        states = [explorer.state()]
        explorer.button("Play").click()
        while len(states) < 3:  # it goes on by itself
            explorer.wait_until_state_is_not(states[-1])
            states.append(explorer.state())
        explorer.button("Pause").click()
        expect(explorer.button("Play")).to_be_visible()
        paused = explorer.state()
        later(explorer.page, 1000)
        assert explorer.state() == paused, f"explorer {explorer.name!r} runs on after Pause"


def test_with_less_motion_play_is_a_single_step(browse, chapter):
    page = browse(chapter, reduced_motion="reduce")
    for explorer in shown(page):
        assert not explorer.button("Play").count()
        if not explorer.button("Step").count():
            continue
        start = explorer.state()
        explorer.button("Step").click()
        moved = explorer.state()
        assert moved != start, f"explorer {explorer.name!r} does not step"
    later(page, 1000)
    assert explorer.state() == moved or not explorer.button("Step").count()


def test_the_address_holds_the_state_and_reset_forgets_it(browse, chapter):
    page, other = browse(chapter, reduced_motion="reduce"), None  # so that nothing plays by itself
    for explorer in shown(page):
        start, first = explorer.state(), explorer.picture
        explorer.move()
        state, picture = explorer.state(), explorer.picture
        address = page.evaluate("location.hash")
        assert address.startswith(f"#{explorer.name}:"), f"the address does not hold the state: {address!r}"
        if other is None:
            other = browse(chapter + address)  # as a link that somebody sent
        else:
            other.evaluate("(address) => (location.hash = address)", address)
        again = Shown(other, explorer.name)
        again.wait_for_other_picture(first)
        assert (again.state(), again.picture) == (state, picture), f"{address} leads elsewhere"
        explorer.button("Reset").click()
        expect(explorer.image).to_have_attribute("src", first)
        assert explorer.state() == start


def test_pin_keeps_a_picture_while_the_other_moves(browse, chapter):
    for explorer in shown(browse(chapter)):
        kept, said = explorer.picture, explorer.readout.text_content()
        explorer.button("Pin").click()
        explorer.move()
        pinned = explorer.root.locator(".nnx-pinned")
        expect(pinned.locator("img").first).to_have_attribute("src", kept)
        expect(pinned).to_contain_text(said)
        explorer.button("Pin").click()
        expect(pinned).to_have_count(0)


@pytest.mark.parametrize(
    "fragment",
    [
        "beats:frequency=<script>document.title='taken'</script>",
        "beats:frequency=%E0%A4%A",
        "beats:frequency=" + "9" * 100_000,
        "beats:" + "&" * 10_000,
        "beats:frequency=&frequency&detuning=x",
        "beats:__proto__=1&constructor=2&toString",
        "nobody:frequency=30",
        "__proto__:frequency=30",
        "%",
        ":::",
        "'];alert(1)//",
    ],
    ids=lambda fragment: fragment[:30],
)
def test_an_address_that_means_nothing_does_nothing(browse, fragment):
    page = browse(PAGE)
    explorer = shown(page)[0]
    state, picture, title = explorer.state(), explorer.picture, page.title()
    page = browse(f"{PAGE}#{fragment}")
    explorer = shown(page)[0]
    page.evaluate("(fragment) => { location.hash = 'x'; location.hash = fragment; }", fragment)
    later(page, 100)
    assert (explorer.state(), explorer.picture, page.title()) == (state, picture, title)
    explorer.move()


def test_without_a_script_the_first_picture_stands_there(browse, chapter):
    page = browse(chapter, java_script_enabled=False)
    for explorer in page.locator("nnbook-explorer").all():
        name = explorer.get_attribute("id")
        image = explorer.locator(".nnx-picture").first
        if not explorer.locator("xpath=ancestor::details").count():
            image.scroll_into_view_if_needed()
            assert image.is_visible(), f"no picture of {name!r}"
            assert image.bounding_box()["height"] > 50
        assert len(image.get_attribute("alt").split()) >= 8
        assert explorer.locator(".nnx-readout").text_content().strip(), f"nothing to read under {name!r}"
        assert "JavaScript" in explorer.locator("noscript").inner_text()


def test_a_lost_picture_leaves_the_last_one(browse):
    page = browse(PAGE)
    for explorer in shown(page):
        picture = explorer.picture
        page.route("**/*.webp", lambda route: route.abort())
        explorer.press()
        expect(explorer.message).to_contain_text("could not be loaded")
        assert explorer.picture == picture
        page.unroute("**/*.webp")
        browse.complaints.clear()  # that pictures are lost is what this is about
        explorer.press()
        explorer.wait_for_other_picture(picture)
        expect(explorer.message).to_be_empty()
