"""The live view: a widget for notebooks, in which the page's own script shows what the kernel draws."""

import anywidget
import traitlets

from nnbook.explore.describe import describe
from nnbook.explore.page import script, style

NO_QUESTION = {"question": "", "scale": 1}


class ControlTrait(traitlets.TraitType):
    """The value of one control, as JSON has it; whatever the control refuses is refused.

    Parameters
    ----------
    key : str
        What the control is called.
    control : Control
        It checks values.
    start : object
        The first value.

    Examples
    --------
    >>> from nnbook.explore import Slider
    >>> ControlTrait("n", Slider(1, 3, 1, 2), 2).validate(None, 4)
    Traceback (most recent call last):
    traitlets.traitlets.TraitError: need 1 <= n <= 3, got n=4
    """

    def __init__(self, key, control, start):
        super().__init__(default_value=start)
        self.key, self.control = key, control
        self.tag(sync=True)

    def validate(self, obj, value):
        """Return `value` checked."""
        try:
            return self.control.to_json(self.control.check(self.key, value))
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None


class ExplorerWidget(anywidget.AnyWidget):
    """Controls, picture, readout and message of one explorer: a widget with one trait for each control.

    While a picture is being drawn only the newest setting waits, so that dragging never lags behind. A
    setting that cannot be drawn leaves the last picture where it is and says why.

    Parameters
    ----------
    explorer : Explorer
        What to show.

    Attributes
    ----------
    value : dict
        The setting by control. Each control is also a trait of its own, under its name; a name that widgets
        need for themselves ends with an underscore.

    Examples
    --------
    >>> from nnbook.explore import Slider, explorer
    >>> @explorer()
    ... def count(axes, n=Slider(1, 3, 1, 2)):
    ...     '''Count
    ...
    ...     Nothing but a number below the picture.
    ...     '''
    ...     return f"n = {n}"
    >>> widget = ExplorerWidget(count)
    >>> widget.n = 3
    >>> widget.value, widget.readout
    ({'n': 3}, 'n = 3')
    """

    _esm = script("notebook.js")
    _css = style()
    value = traitlets.Dict()
    _description = traitlets.Dict().tag(sync=True)
    _names = traitlets.Dict().tag(sync=True)  # of the traits, by control
    _asked = traitlets.Dict(NO_QUESTION).tag(sync=True)
    _answer = traitlets.Dict().tag(sync=True)
    _picture = traitlets.Bytes().tag(sync=True)

    def __init__(self, explorer):
        self._explorer = explorer
        self._drawing = self._waiting = False
        description = describe(explorer)
        start = {control["key"]: control["start"] for control in description["controls"]}
        names = {key: f"{key}_" if key == "self" or hasattr(self, key) else key for key in start}
        self.add_traits(
            **{
                names[key]: ControlTrait(key, control, start[key])
                for key, control in explorer.controls.items()
            }
        )
        super().__init__(_description=description, _names=names, value=start)
        self._draw_newest()
        self.observe(self._gather, list(names.values()))
        self.observe(self._spread, "value")
        self.observe(lambda _: self._draw_newest(), "_asked")

    @property
    def readout(self):
        """The sentence under the last picture."""
        return self._answer["readout"]

    @property
    def error(self):
        """Why the setting could not be drawn, empty if it could."""
        return self._answer["error"]

    @traitlets.validate("value")
    def _complete(self, proposal):
        """Check every part of a new value; what it leaves out stays as it is."""
        if unknown := proposal["value"].keys() - self._explorer.controls.keys():
            raise traitlets.TraitError(
                f"need a control of {sorted(self._explorer.controls)}, got {min(unknown, key=str)!r}"
            )
        traits = self.traits()
        checked = {
            key: traits[self._names[key]].validate(self, value) for key, value in proposal["value"].items()
        }
        return self._setting() | checked

    def _setting(self):
        return {key: getattr(self, name) for key, name in self._names.items()}

    def _gather(self, _):
        self.value = self._setting()

    def _spread(self, _):
        with self.hold_sync(), self.hold_trait_notifications():  # one picture in the end
            for key, value in self.value.items():
                setattr(self, self._names[key], value)
        self._draw_newest()

    def set_state(self, sync_data):
        """Take over what comes from the browser; what is refused is answered there, not in a log."""
        try:
            super().set_state(sync_data)
        except traitlets.TraitError as error:
            self._tell(error=str(error))

    def _draw_newest(self):
        """Draw the newest setting; a change that comes while drawing waits, and replaces any that waited."""
        self._waiting = True
        if self._drawing:
            return
        self._drawing = True
        try:
            while self._waiting:
                self._waiting = False
                if (self.value, self._asked) != getattr(self, "_drawn", None):
                    self._drawn = self.value, self._asked
                    self._draw(*self._drawn)
        finally:
            self._drawing = False

    def _draw(self, value, asked):
        try:
            picture = self._explorer.picture(value, scale=asked["scale"])
        except BaseException as error:  # whatever a reader's own draw raises is shown to the reader
            said = f"{type(error).__name__}: {error}".removesuffix(": ")
            self._tell(error=f"{said} (the picture is the last one that could be drawn)")
            if not isinstance(error, Exception):
                raise  # the reader has interrupted the kernel
            return
        self._tell(readout=picture.readout, picture=picture.png())

    def _tell(self, readout=None, picture=None, error=""):
        """Answer the last question, in one message with the picture."""
        count = self._answer.get("count", 0) + 1
        with self.hold_sync():
            if picture is not None:
                self._picture = picture
            self._answer = {
                "question": self._asked["question"],
                "count": count,
                "values": self.value,
                "readout": self._answer.get("readout", "") if readout is None else readout,
                "error": error,
            }
