import { frameUrl } from './frame-url.js';
import { requestFrame } from './server-calls.js';
import { currentTheme } from './theme.js';

/**
 * @typedef {object} Slot a place of the page that shows one surface
 * @property {HTMLElement} element rendered by the server, holds the header (if any) and the `.frame` wrapper
 * @property {HTMLElement} wrapper
 * @property {string} surface
 * @property {string | undefined} recordId
 * @property {Record<string, string>} context what a redirect handed to the settings page
 * @property {({ id: string } & import('./modals.js').OpenedWith) | undefined} [modal] which modal, and what for
 *
 * @typedef {object} LiveFrame one load of a surface; a reload makes a new one
 * @property {string} id runtime id the frame must send with every message
 * @property {Slot} slot
 * @property {HTMLIFrameElement} iframe
 * @property {Map<string, MessagePort[]>} ports listeners by event
 * @property {boolean} initialised
 * @property {ReturnType<typeof setTimeout>} timer gives the frame up when `initialize` does not come
 */

/** @typedef {ReturnType<typeof createFrames>} Frames */

/**
 * Keeps the frames of the page: loads them, gives up those that never initialise, forgets them with their ports.
 * @param {{ log: import('./message-log.js').MessageLog, faults: import('./faults.js').Faults }} deps
 */
export function createFrames({ log, faults }) {
  /** @type {Map<Slot, LiveFrame>} */
  const live = new Map();
  /** @type {Map<Slot, number>} */
  const loads = new Map();

  /** @param {Slot} slot */
  function drop(slot) {
    const frame = live.get(slot);
    if (!frame) return;
    live.delete(slot);
    clearTimeout(frame.timer);
    for (const ports of frame.ports.values()) for (const port of ports) port.close();
    frame.iframe.remove();
  }

  /** @param {Slot} slot @param {string} reason */
  function giveUp(slot, reason) {
    drop(slot);
    slot.wrapper.style.height = '';
    slot.element.dataset['state'] = 'failed';
    log.add({ surface: slot.surface, direction: 'in', kind: 'failure', name: reason });
  }

  /** Loads a slot anew, as the reload button and every visit to a page do. @param {Slot} slot */
  async function load(slot) {
    drop(slot);
    const turn = (loads.get(slot) ?? 0) + 1;
    loads.set(slot, turn);
    slot.wrapper.style.height = '';
    slot.element.dataset['state'] = 'loading';
    const { surface, recordId, context, modal } = slot;
    /** @type {{ id: string, url: string }} */
    let minted;
    try {
      minted = await requestFrame({ surface, recordId, token: faults.urlToken, context, modal });
    } catch {
      if (loads.get(slot) === turn) giveUp(slot, 'no frame address');
      return;
    }
    if (loads.get(slot) !== turn) return;
    const iframe = document.createElement('iframe');
    iframe.title = slot.element.dataset['title'] ?? 'App';
    if (faults.frameSandbox !== '') iframe.setAttribute('sandbox', faults.frameSandbox);
    iframe.src = frameUrl(minted.url, { theme: currentTheme(), faults });
    const timer = setTimeout(() => giveUp(slot, 'not initialised in time'), faults.initialiseTimeoutMs);
    const id = faults.runtimeId === 'mismatch' ? `not-${minted.id}` : minted.id;
    live.set(slot, { id, slot, iframe, ports: new Map(), initialised: false, timer });
    log.add({ surface, direction: 'out', kind: 'frame', name: 'load', data: { runtimeId: minted.id } });
    slot.wrapper.append(iframe);
  }

  return {
    load,
    /** The surface is gone for good. @param {Slot} slot */
    unload(slot) {
      loads.set(slot, -1);
      drop(slot);
    },
    live: () => [...live.values()],
    /** @param {LiveFrame} frame false once it was reloaded, given up or its page left */
    isLive: (frame) => live.get(frame.slot) === frame,
    /** @param {MessageEventSource | null} source */
    bySource: (source) => [...live.values()].find((frame) => frame.iframe.contentWindow === source),
  };
}
