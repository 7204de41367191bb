import { confirmWithPerson } from './confirmation.js';
import { requestToken } from './server-calls.js';
import { acceptedSize } from './sizes.js';
import { showSnackbar } from './snackbar.js';

/** @typedef {import('./message-router.js').Handler} Handler */
/** @typedef {import('./frames.js').LiveFrame} LiveFrame */

/**
 * What the host does for each command it knows. A command that is missing here is answered as unsupported.
 * @param {object} deps
 * @param {import('./message-log.js').MessageLog} deps.log
 * @param {import('./faults.js').Faults} deps.faults
 * @param {Handler} deps.redirect
 * @param {import('./modals.js').Modals} deps.modals
 * @param {Handler} deps.openModal
 * @returns {Record<string, Handler>}
 */
export function createCommands({ log, faults, redirect, modals, openModal }) {
  /** @param {LiveFrame} frame @param {unknown} asked */
  function resize(frame, asked) {
    const size = acceptedSize(frame.slot.surface, asked);
    if (!size) {
      log.add({
        surface: frame.slot.surface,
        direction: 'in',
        kind: 'misuse',
        name: 'size out of range',
        data: asked,
      });
      if (faults.outOfRange === 'error') throw new Error('Size is out of range');
      return;
    }
    if (size.height !== undefined) frame.slot.wrapper.style.height = `${size.height}px`;
    if (size.width !== undefined) frame.slot.element.style.width = `${size.width}px`;
  }

  return {
    initialize({ frame, args }) {
      const { size } = fields(args);
      clearTimeout(frame.timer);
      frame.initialised = true;
      frame.slot.element.dataset['state'] = 'ready';
      if (size !== undefined) resize(frame, size);
    },
    resize: ({ frame, args }) => resize(frame, args),
    show_snackbar({ args }) {
      const { message, link } = fields(args);
      if (typeof message !== 'string' || message === '') throw new Error('A snackbar needs a message');
      const { url, label } = fields(link);
      const usable = typeof url === 'string' && /^https?:/.test(url) && typeof label === 'string';
      showSnackbar(message, usable ? { url, label } : undefined);
    },
    async show_confirmation({ args }) {
      const { title, description, okText, cancelText, okColor } = fields(args);
      if (typeof title !== 'string' || title === '') throw new Error('A confirmation needs a title');
      const question = {
        title,
        description: text(description),
        okText: text(okText),
        cancelText: text(cancelText),
      };
      return { confirmed: await confirmWithPerson({ ...question, okColor: text(okColor) }) };
    },
    get_signed_token: async () => ({ token: await requestToken(faults.signedToken) }),
    get_metadata: () => ({ windowHeight: window.innerHeight, windowWidth: window.innerWidth }),
    redirect_to: redirect,
    open_modal: openModal,
    close_modal({ frame }) {
      if (frame.slot.surface === 'custom_modal') {
        // After the answer: the frame is gone with its modal.
        setTimeout(() => modals.close('app'), 0);
        return;
      }
      log.add({
        surface: frame.slot.surface,
        direction: 'in',
        kind: 'misuse',
        name: 'close_modal outside a modal',
      });
      throw new Error('Only a custom modal can be closed');
    },
  };
}

/** @param {unknown} value @returns {Record<string, unknown>} */
function fields(value) {
  return typeof value === 'object' && value !== null ? /** @type {Record<string, unknown>} */ (value) : {};
}

/** @param {unknown} value */
const text = (value) => (typeof value === 'string' ? value : undefined);
