"""The live view: ipywidgets beside a picture, in a running notebook."""

import html
import math

import ipywidgets as widgets

from nnbook.explore.controls import Choice, Seed, Slider, Toggle
from nnbook.explore.stage import DPI


class LiveView:
    """Controls, picture, readout and message of one explorer.

    While a picture is being drawn only the newest setting waits, so that dragging never lags behind. A
    setting that cannot be drawn leaves the last picture where it is and says why.

    Parameters
    ----------
    explorer : Explorer
        What to show.

    Examples
    --------
    >>> from nnbook.explore import explore
    >>> view = LiveView(explore(lambda ax, n: f"n = {n}", title="Count", alt="Empty.", n=Slider(1, 3, 1, 2)))
    >>> view.inputs["n"].value = 3
    >>> view.readout.value
    '<div role="status" aria-live="polite">n = 3</div>'
    """

    def __init__(self, explorer):
        self._explorer = explorer
        self._drawing = self._waiting = False
        self.inputs = {
            key: _input(control, explorer.label(key)) for key, control in explorer.controls.items()
        }
        self.image = widgets.Image(
            format="png", width=round(explorer.size[0] * DPI), layout=widgets.Layout(max_width="100%")
        )
        self.image.alt = explorer.alt
        self.readout = widgets.HTML()
        self.message = widgets.HTML()
        self.reset = widgets.Button(description="Reset", tooltip="Back to the first setting")
        self.reset.on_click(lambda _: self._restart())
        for box in self.inputs.values():
            box.observe(lambda _: self.update(), "value")
        row = widgets.Layout(flex_flow="row wrap", grid_gap="0 1em", align_items="center")
        self.widget = widgets.VBox(
            [
                widgets.HTML(f"<strong>{html.escape(explorer.title)}</strong>"),
                widgets.Box([*self.inputs.values(), self.reset], layout=row),
                self.image,
                self.readout,
                self.message,
            ]
        )
        self.update()

    def values(self):
        """Return the setting that the controls show; a number between whole steps goes to the nearest one."""
        controls = self._explorer.controls
        return {key: _on_step(controls[key], box.value) for key, box in self.inputs.items()}

    def update(self):
        """Draw the newest setting; a change that comes while drawing waits, and replaces any that waited."""
        self._waiting = True
        if self._drawing:
            return
        self._drawing = True
        try:
            while self._waiting:
                self._waiting = False
                self._draw()
        finally:
            self._drawing = False

    def _draw(self):
        try:
            picture = self._explorer.picture(**self.values())
        except Exception as error:  # whatever a reader's own draw raises is shown to the reader
            self.message.value = (
                f'<div role="alert"><strong>{type(error).__name__}:</strong> {html.escape(str(error))} '
                "(the picture above is the last one that could be drawn)</div>"
            )
            return
        self.image.value = picture.png()
        self.readout.value = f'<div role="status" aria-live="polite">{html.escape(picture.readout)}</div>'
        self.message.value = ""

    def _restart(self):
        self._drawing = True  # one picture at the end, not one for each control
        for key, box in self.inputs.items():
            box.value = self._explorer.start[key]
        self._drawing = False
        self.update()


def _on_step(control, value):
    if isinstance(control, Slider) and control.whole:
        return control.nearest(value)
    return value


def _input(control, label):
    """Return the widget for `control`."""
    style = {"description_width": "initial"}
    common = {"description": label, "style": style, "value": control.start}
    match control:
        case Slider(log=True):
            wide = widgets.Layout(width="20em")
            ends = {"min": math.log10(control.lo), "max": math.log10(control.hi), "step": control.step}
            return widgets.FloatLogSlider(
                **_with_unit(common, control), **ends, readout_format=".3g", layout=wide
            )
        case Slider():
            wide = widgets.Layout(width="20em")
            ends = {"min": control.lo, "max": control.hi, "step": control.step}
            if control.whole:
                return widgets.IntSlider(**_with_unit(common, control), **ends, layout=wide)
            digits = max(0, -math.floor(math.log10(control.step) + 1e-9))
            digits += round(control.step, digits) != round(control.step, 10)
            return widgets.FloatSlider(
                **_with_unit(common, control), **ends, readout_format=f".{digits}f", layout=wide
            )
        case Choice():
            wide = widgets.Layout(width="auto")
            return widgets.Dropdown(options=list(control.positions()), **common, layout=wide)
        case Toggle():
            return widgets.Checkbox(indent=False, **common, layout=widgets.Layout(width="auto"))
        case Seed():
            narrow = widgets.Layout(width="10em")
            return widgets.BoundedIntText(min=0, max=control.highest, **common, layout=narrow)
    raise TypeError(f"need a Slider, Choice, Toggle or Seed, got {control!r}")


def _with_unit(common, control):
    return common | {
        "description": f"{common['description']} [{control.unit}]" if control.unit else common["description"]
    }
