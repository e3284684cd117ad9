// Pictures that were drawn when the book was built: one file for each setting of the swept controls.

const KEPT_PICTURES = 80; // decoded pictures that one explorer remembers

class FilesSource {
  live = false;

  constructor(shown, base) {
    Object.assign(this, { shown, base });
    this.controls = new Map(shown.description.controls.map((control) => [control.key, control]));
    this.loaded = new Map(); // address -> picture on its way or here, oldest first
  }

  // Which frame a setting has, -1 if it has none: the last swept control moves fastest.
  frame(values) {
    for (const [key, control] of this.controls) {
      if (!control.stops && !same(values[key], control.start)) return -1;
    }
    let frame = 0;
    for (const key of this.shown.order) {
      const stops = stopsOf(this.controls.get(key));
      const at = stops.findIndex((stop) => same(stop, values[key]));
      if (at < 0) return -1;
      frame = frame * stops.length + at;
    }
    return frame;
  }

  has(values) {
    return this.frame(values) >= 0;
  }

  address(values) {
    return this.base + this.shown.pictures[this.shown.frames[this.frame(values)]];
  }

  async draw(values) {
    const url = this.address(values);
    try {
      await this.load(url).decode();
    } catch {
      throw new Error("This picture could not be loaded; the last one stays.");
    }
    return { picture: { url }, readout: this.shown.readouts[this.shown.words[this.frame(values)]] };
  }

  // The picture at an address; what has not been asked for longest is forgotten.
  load(url, priority = "high") {
    let picture = this.loaded.get(url);
    if (picture) this.loaded.delete(url);
    else {
      picture = new Image();
      picture.onerror = () => this.loaded.delete(url); // it may come back: the next move asks again
      picture.fetchPriority = priority;
      picture.src = url;
    }
    this.loaded.set(url, picture);
    if (this.loaded.size > KEPT_PICTURES) this.loaded.delete(this.loaded.keys().next().value);
    return picture;
  }

  // Fetch what one more step of a control would show: of the one called `only`, or of any.
  prefetch(values, only) {
    if (navigator.connection?.saveData || !this.has(values)) return;
    for (const key of this.shown.order.filter((name) => !only || name === only)) {
      const stops = stopsOf(this.controls.get(key));
      const at = stops.findIndex((stop) => same(stop, values[key]));
      for (const next of [at - 1, at + 1, at + 2]) {
        if (next >= 0 && next < stops.length) this.load(this.address({ ...values, [key]: stops[next] }), "low");
      }
    }
  }
}

// The values that files show of a control, null if they show one only.
function stopsOf(control) {
  return control.stops && control.stops.map((stop) => control.values?.[stop] ?? stop);
}
