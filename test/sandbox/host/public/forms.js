import { confirmWithPerson } from './confirmation.js';

/** Forms with `data-confirm` are sent only after a person confirmed. */
export function wireForms() {
  document.addEventListener('submit', async (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    const { confirm: title, confirmText: description, confirmOk: okText } = form.dataset;
    if (title === undefined) return;
    event.preventDefault();
    if (await confirmWithPerson({ title, description, okText })) form.submit();
  });
}
