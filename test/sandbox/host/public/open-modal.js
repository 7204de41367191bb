import { pushEvent } from './push.js';

/**
 * Handles `open_modal`: answers once the modal is gone, then tells the frame that opened it.
 * Only custom modals are there: the app uses no other kind.
 * @param {object} deps
 * @param {import('./frames.js').Frames} deps.frames
 * @param {import('./message-log.js').MessageLog} deps.log
 * @param {import('./modals.js').Modals} deps.modals
 * @returns {import('./message-router.js').Handler}
 */
export function createOpenModal({ frames, log, modals }) {
  return async ({ frame, args }) => {
    const { type, action_id, data } = /** @type {Record<string, unknown>} */ (args ?? {});
    if (type !== 'custom_modal') throw new Error(`This sandbox has no modal of type ${String(type)}`);
    const modal = modals.find(action_id);
    if (!modal) throw new Error('There is no such modal');
    await modals.show(modal, { data: data === undefined ? undefined : JSON.stringify(data) });
    // After the answer, to whoever still listens in the frame that opened it.
    setTimeout(() => pushEvent({ frames, log }, 'close_custom_modal', {}, (other) => other === frame), 0);
    return { status: 'closed' };
  };
}
