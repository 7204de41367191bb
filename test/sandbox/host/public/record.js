import { post } from './server-calls.js';
import { showSnackbar } from './snackbar.js';

/**
 * Keeps the shown record true: re-reads it every few seconds and after the refresh button, marks what changed,
 * and saves the fields a person edits in place.
 * @param {{ everyMs: number }} options
 */
export function wireRecord({ everyMs }) {
  const found = document.querySelector('[data-record]');
  if (!(found instanceof HTMLElement)) return;
  const card = found;
  const address = card.dataset['record'] ?? '';

  async function refresh() {
    if (card.contains(document.activeElement) && document.activeElement instanceof HTMLInputElement) return;
    if (card.querySelector('.field-edit')) return;
    const response = await fetch(address).catch(() => undefined);
    if (!response?.ok) return;
    const { html } = await response.json();
    if (card.dataset['shown'] === html || card.querySelector('.field-edit')) return;
    const first = card.dataset['shown'] === undefined;
    card.dataset['shown'] = html;
    replaceFields(card, html, !first);
  }

  card.addEventListener('click', ({ target }) => {
    const button = target instanceof Element ? target.closest('[data-edit]') : null;
    if (button instanceof HTMLElement) editField(button, address, refresh);
  });
  document.querySelector('[data-action="refresh"]')?.addEventListener('click', () => void refresh());
  setInterval(() => {
    if (document.visibilityState === 'visible') void refresh();
  }, everyMs);
  void refresh();
}

/** @param {HTMLElement} card @param {string} html @param {boolean} mark whether changed rows are marked */
function replaceFields(card, html, mark) {
  const open = new Set([...card.querySelectorAll('details[open]')].map((part) => part.id));
  const focused = card.contains(document.activeElement)
    ? document.activeElement?.getAttribute('data-edit')
    : null;
  const before = new Map(
    [...card.querySelectorAll('[data-field]')].map((row) => [codeOf(row), shownIn(row)]),
  );
  card.innerHTML = html;
  for (const part of card.querySelectorAll('details')) if (open.has(part.id)) part.open = true;
  const again = [...card.querySelectorAll('[data-edit]')].find(
    (button) => button.getAttribute('data-edit') === focused,
  );
  if (again instanceof HTMLElement) again.focus();
  for (const row of mark ? card.querySelectorAll('[data-field]') : []) {
    if (before.get(codeOf(row)) !== shownIn(row)) row.classList.add('changed');
  }
}

/** @param {Element} row */
const codeOf = (row) => row.getAttribute('data-field');
/** @param {Element} row */
const shownIn = (row) => row.querySelector('.field-value')?.textContent;

/**
 * Turns a value into an input; Enter saves, Escape and leaving it unchanged put the value back.
 * @param {HTMLElement} button
 * @param {string} address
 * @param {() => Promise<void>} refresh
 */
function editField(button, address, refresh) {
  const form = document.createElement('form');
  form.className = 'field-edit';
  const input = document.createElement('input');
  input.value = button.dataset['value'] ?? '';
  input.setAttribute('aria-label', button.dataset['label'] ?? 'Value');
  const save = document.createElement('button');
  save.className = 'button button-primary button-small';
  save.textContent = 'Save';
  form.append(input, save);
  const close = () => {
    form.replaceWith(button);
    button.focus();
  };
  form.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') close();
  });
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await post(address, { field: button.dataset['edit'], value: input.value });
      close();
      await refresh();
    } catch (error) {
      showSnackbar(error instanceof Error ? error.message : 'The value could not be saved');
    }
  });
  button.replaceWith(form);
  input.focus();
  input.select();
}
