"""Small data sets shipped with the package, and generators; nothing is ever downloaded or unpickled.

===============================  ====================================================  =============
function                         data, and where they come from                        licence
===============================  ====================================================  =============
`digits.digits`                  1797 handwritten digits, 8 × 8; UCI repository, 1998  CC BY 4.0
`bitmaps.digit_bitmaps`          ten digits, 12 × 10; drawn for this book              the book's
`photograph.photograph`          Grace Hopper, 1984; U.S. Navy                         public domain
`sunspots.sunspots`              sunspot numbers 1700-2008; SIDC, by NOAA              public domain
`prose.prose`                    32 000 letters; this book's own text                  CC BY 4.0
`tunes.tunes`                    six old melodies; written down for this book          the book's
`recordings.membrane_recording`  a neuron's potential for 6 s; in matplotlib           matplotlib's
`recordings.eeg`                 brain waves for 10 s; in matplotlib                   matplotlib's
`recordings.mri_slice`           a slice of a head; in matplotlib                      matplotlib's
`milestones.results`             published results of networks, with sources           facts
`milestones.brain`               counts of a human brain, with sources                  facts
===============================  ====================================================  =============

The book's licences are BSD-3-Clause as part of the package, CC BY 4.0 as part of the text. Drawn on demand
are `generators` (spirals, moons, rings, polygons), `shapes` (pictures to segment) and `spike_trains`;
`idx.load_idx` reads MNIST and its relatives from files that a reader has.
"""
