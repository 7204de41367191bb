import { showSnackbar } from './snackbar.js';

/**
 * Opens the app's modals from three-dot menus: of a record, or of what is selected in a list.
 * @param {import('./modals.js').Modals} modals
 * @param {() => Omit<import('./modals.js').Selection, 'resource' | 'view'>} selection of the list on this page
 */
export function wireMenuEntries(modals, selection) {
  document.addEventListener('click', ({ target }) => {
    const entry = target instanceof Element ? target.closest('[data-open-modal]') : null;
    if (!(entry instanceof HTMLElement)) return;
    const { openModal, resource = '', recordId } = entry.dataset;
    const modal = modals.find(openModal);
    if (!modal) return;
    // The menu closes with the choice: the focus comes back to what opened it.
    entry.closest('details')?.querySelector('summary')?.focus();
    const picked =
      recordId === undefined
        ? { resource, view: 'list', ...selection() }
        : { resource, view: 'details', selectedIds: recordId };
    modals.show(modal, { selection: picked }).catch((error) => showSnackbar(error.message));
  });
}
