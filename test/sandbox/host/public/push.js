/**
 * Posts a message to every frame that listens to an event, on all ports it listens with.
 * @param {{ frames: import('./frames.js').Frames, log: import('./message-log.js').MessageLog }} deps
 * @param {string} event wire name
 * @param {unknown} message an object; the documented shapes are `{ data }` and `{ error }`
 * @param {(frame: import('./frames.js').LiveFrame) => boolean} [concerns] which frames; all where not given
 */
export function pushEvent({ frames, log }, event, message, concerns = () => true) {
  for (const frame of frames.live().filter(concerns)) {
    const ports = frame.ports.get(event) ?? [];
    if (ports.length === 0) continue;
    log.add({ surface: frame.slot.surface, direction: 'out', kind: 'event', name: event, data: message });
    for (const port of ports) port.postMessage(message);
  }
}
