/**
 * @typedef {object} Incoming
 * @property {import('./frames.js').LiveFrame} frame
 * @property {string} name
 * @property {unknown} args
 *
 * @typedef {(incoming: Incoming) => unknown | Promise<unknown>} Handler
 *   gives the answer's `data` (undefined: none); a throw becomes `{ error }`
 *
 * @typedef {object} RouterDeps
 * @property {import('./frames.js').Frames} frames
 * @property {import('./message-log.js').MessageLog} log
 * @property {(incoming: Incoming, port: MessagePort) => void} onCommand
 */

/**
 * Receives what frames post. A message counts only when a live frame sent it and it carries that frame's runtime id;
 * everything else is recorded as rejected and gets no answer.
 * @param {RouterDeps} deps
 */
export function routeMessages({ frames, log, onCommand }) {
  window.addEventListener('message', ({ source, data, ports }) => {
    const frame = frames.bySource(source);
    const surface = frame?.slot.surface ?? 'unknown';
    /** @param {string} reason */
    const reject = (reason) => log.add({ surface, direction: 'in', kind: 'rejected', name: reason, data });
    if (!frame) return reject('unknown source');
    if (data?.id !== frame.id) return reject('wrong id');
    const { type, command, event, args } = data.payload ?? {};
    const port = ports[0];
    if (type === 'track') {
      log.add({ surface, direction: 'in', kind: 'track', name: String(event) });
    } else if (type === 'command') {
      if (!port) return reject('command without port');
      log.add({ surface, direction: 'in', kind: 'command', name: String(command), data: args });
      onCommand({ frame, name: String(command), args }, port);
    } else if (type === 'listener') {
      if (!port) return reject('listener without port');
      log.add({ surface, direction: 'in', kind: 'listener', name: String(event) });
      frame.ports.set(String(event), [...(frame.ports.get(String(event)) ?? []), port]);
    } else reject('unknown message type');
  });
}
