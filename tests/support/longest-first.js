const { default: Sequencer } = require('@jest/test-sequencer');

/** Files whose length does not show in their size; seconds, as far as they say who goes before whom. */
const seconds = [
  ['browser/barriers-desk', 200],
  ['browser/supervisor', 105],
  ['e2e/faults', 100],
  ['browser/barriers-phone', 75],
  ['browser/', 60],
  ['e2e/', 50],
  // It measures how fast pages are: better beside small ones than beside a browser.
  ['integration/sending-storm', 40],
];
const secondsOf = ({ path }) => seconds.find(([name]) => path.includes(`/tests/${name}`))?.[1] ?? 0;

/**
 * On a new machine nobody knows how long a file takes, and Jest goes by its size: the longest of all has three lines, came
 * last, and one of the two cores had nothing to do for minutes.
 */
module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => secondsOf(b) - secondsOf(a));
  }
};
