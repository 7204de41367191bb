/**
 * One thing that happened between the host and a frame.
 * @typedef {object} LogEntry
 * @property {number} time milliseconds since the epoch
 * @property {string} surface which surface; "unknown" where no live frame sent it
 * @property {'in' | 'out'} direction seen from the host
 * @property {'command' | 'answer' | 'listener' | 'event' | 'track' | 'rejected' | 'misuse' | 'failure' | 'frame'} kind
 * @property {string} name command, event or reason
 * @property {unknown} [data] arguments, answer or pushed message
 */

/** @typedef {ReturnType<typeof createMessageLog>} MessageLog */

/** The ordered record of everything that passed; tests read it as `window.__sim.log`, people in the drawer. */
export function createMessageLog() {
  /** @type {LogEntry[]} */
  const entries = [];
  /** @type {Set<(entry: LogEntry) => void>} */
  const watchers = new Set();
  return {
    entries,
    /** @param {Omit<LogEntry, 'time'>} entry */
    add(entry) {
      const timed = { time: Date.now(), ...entry };
      entries.push(timed);
      for (const watch of watchers) watch(timed);
    },
    /** @param {(entry: LogEntry) => void} watch called for every entry from now on */
    watch(watch) {
      watchers.add(watch);
    },
  };
}
