"""Leaves out of highlighted code the marks that nobody sees: half of all elements of a page."""

from functools import cache

from pygments.formatters import HtmlFormatter
from pygments.styles import get_style_by_name
from pygments.token import STANDARD_TYPES, Token
from sphinx.highlighting import PygmentsBridge

OPTIONS = ("pygments_light_style", "pygments_dark_style")


def formatter(names):
    """Return a formatter without marks on what looks like plain text in each of the styles called `names`."""
    styles = [get_style_by_name(name) for name in names]

    @cache
    def seen(kind):
        while kind not in STANDARD_TYPES:
            kind = kind.parent
        same = all(style.style_for_token(kind) == style.style_for_token(Token.Text) for style in styles)
        return Token.Text if same else kind

    class LightFormatter(HtmlFormatter):
        """Writes spans for the others alone."""

        def format(self, tokensource, outfile):
            """Write the code."""
            super().format(((seen(kind), text) for kind, text in tokensource), outfile)

    return LightFormatter


def _install(app, config):
    PygmentsBridge.html_formatter = formatter([config.html_theme_options[option] for option in OPTIONS])


def setup(app):
    """Register with Sphinx."""
    app.connect("config-inited", _install)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
