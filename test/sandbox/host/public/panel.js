import { pushEvent } from './push.js';

/**
 * @typedef {import('./frames.js').Slot} Slot
 * @typedef {{ frames: import('./frames.js').Frames, log: import('./message-log.js').MessageLog }} PanelDeps
 */

/**
 * Finds the places for frames that the server rendered.
 * @param {Record<string, string>} context query parameters the page was opened with (settings page only)
 * @returns {Slot[]}
 */
export function findSlots(context) {
  return [...document.querySelectorAll('[data-frame-slot]')].flatMap((element) => {
    const wrapper = element.querySelector('.frame');
    if (!(element instanceof HTMLElement) || !(wrapper instanceof HTMLElement)) return [];
    const { surface = '', recordId } = element.dataset;
    return [{ element, wrapper, surface, recordId, context: surface === 'app_settings' ? context : {} }];
  });
}

/**
 * Collapses or expands a panel and tells its frame. The collapsed frame has no layout: heights read in it are 0.
 * @param {PanelDeps} deps
 * @param {Slot} slot
 * @param {boolean} collapsed
 */
export function setCollapsed(deps, slot, collapsed) {
  slot.element.dataset['collapsed'] = String(collapsed);
  const button = slot.element.querySelector('[data-action="collapse"]');
  button?.setAttribute('aria-expanded', String(!collapsed));
  pushEvent(deps, 'visibility', { data: { is_visible: !collapsed } }, (frame) => frame.slot === slot);
}

/** Wires the buttons of one surface: reload, collapse, try again. @param {PanelDeps} deps @param {Slot} slot */
export function wirePanel(deps, slot) {
  slot.element.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const action = target.closest('[data-action]')?.getAttribute('data-action');
    if (action === 'reload') void deps.frames.load(slot);
    if (action === 'collapse') setCollapsed(deps, slot, slot.element.dataset['collapsed'] !== 'true');
  });
}
