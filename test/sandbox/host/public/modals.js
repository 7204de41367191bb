import { buildModal } from './modal-dialog.js';
import { wirePanel } from './panel.js';
import { hostSnackbars } from './snackbar.js';

/**
 * @typedef {{ id: string, name: string }} Modal as registered for the app
 * @typedef {{ resource: string, view: string, selectedIds: string, excludedIds?: string, filter?: string }} Selection
 * @typedef {{ data?: string | undefined, selection?: Selection | undefined }} OpenedWith
 * @typedef {import('./frames.js').Slot} Slot
 */

/** @typedef {ReturnType<typeof createModals>} Modals */

/**
 * Opens custom modals above the page, one at a time.
 * @param {object} deps
 * @param {import('./frames.js').Frames} deps.frames
 * @param {import('./message-log.js').MessageLog} deps.log
 * @param {readonly Modal[]} deps.registered
 */
export function createModals({ frames, log, registered }) {
  /** @type {{ dialog: HTMLDialogElement, slot: Slot } | undefined} */
  let open;

  return {
    /**
     * @param {unknown} action id or name, as a person gave it in Developer Hub
     * @returns {Modal | undefined}
     */
    find: (action) => registered.find(({ id, name }) => id === action || name === action),

    /**
     * Shows a modal. Resolves when it is gone, whoever closed it.
     * @param {Modal} modal
     * @param {OpenedWith} openedWith
     * @returns {Promise<void>}
     * @throws Error while another one is open
     */
    async show(modal, openedWith) {
      if (open) throw new Error('Another modal is open');
      const { dialog, wrapper } = buildModal(modal.name);
      /** @type {Slot} */
      const slot = {
        element: dialog,
        wrapper,
        surface: 'custom_modal',
        recordId: undefined,
        context: {},
        modal: { id: modal.id, ...openedWith },
      };
      open = { dialog, slot };
      document.body.append(dialog);
      wirePanel({ frames, log }, slot);
      const closed = new Promise((resolve) => dialog.addEventListener('close', resolve, { once: true }));
      dialog.showModal();
      hostSnackbars(dialog);
      void frames.load(slot);
      await closed;
      frames.unload(slot);
      hostSnackbars(document.body);
      dialog.remove();
      open = undefined;
      // The browser closes it on Escape, without a word.
      const by = dialog.returnValue || 'escape';
      log.add({ surface: 'custom_modal', direction: 'out', kind: 'frame', name: 'close', data: { by } });
    },

    /** Closes the modal that is open, if any. @param {string} by who closes it, for the log */
    close: (by) => open?.dialog.close(by),
  };
}
