/** @typedef {import('./message-router.js').Incoming} Incoming */
/** @typedef {import('./message-router.js').Handler} Handler */

/**
 * Answers commands: exactly once each, always with an object, errors as text.
 * `overrides` lets a test answer one command by hand, to try what the SDK makes of odd answers.
 * @param {object} deps
 * @param {import('./frames.js').Frames} deps.frames
 * @param {import('./message-log.js').MessageLog} deps.log
 * @param {import('./faults.js').Faults} deps.faults
 * @param {Record<string, Handler>} deps.handlers by wire name of the command
 * @param {Map<string, (port: MessagePort, args: unknown) => void>} deps.overrides
 * @returns {(incoming: Incoming, port: MessagePort) => void}
 */
export function createAnswering({ frames, log, faults, handlers, overrides }) {
  /** @param {Incoming} incoming */
  async function answerTo(incoming) {
    const { name } = incoming;
    if (faults.failCommand === name) return { error: `Simulated failure of ${name}` };
    const handle = handlers[name];
    if (!handle) return { error: 'Unsupported command' };
    try {
      const data = await handle(incoming);
      return data === undefined ? {} : { data };
    } catch (error) {
      return { error: error instanceof Error ? error.message : 'The command failed' };
    }
  }

  return async (incoming, port) => {
    const { frame, name, args } = incoming;
    const override = overrides.get(name);
    if (override) return override(port, args);
    if (name === 'initialize') {
      if (faults.initialise === 'never') return;
      if (faults.initialise === 'late') await pause(faults.initialiseDelayMs);
      if (!frames.isLive(frame)) return;
    }
    const answer = await answerTo(incoming);
    if (!frames.isLive(frame)) return;
    log.add({ surface: frame.slot.surface, direction: 'out', kind: 'answer', name, data: answer });
    port.postMessage(answer);
    if (faults.answers === 'twice') port.postMessage({ error: 'A second answer, which must be ignored' });
  };
}

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
