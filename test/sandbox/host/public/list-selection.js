/**
 * Check boxes of a list. The box above them selects everything there is, also on other pages; rows that are cleared
 * afterwards are the excluded ones. In a searched list it selects the rows shown.
 * @returns {() => { selectedIds: string, excludedIds?: string, filter?: string }} what is selected, as Pipedrive
 *   puts it into the address of a modal
 */
export function wireListSelection() {
  const found = document.querySelector('[data-list]');
  const all = found?.querySelector('[data-pick-all]');
  if (!(found instanceof HTMLElement) || !(all instanceof HTMLInputElement))
    return () => ({ selectedIds: '' });
  const list = found;
  const boxAbove = all;
  const total = list.dataset['everything'];
  const boxes = /** @type {HTMLInputElement[]} */ ([...list.querySelectorAll('input[data-pick]')]);
  let everything = false;

  const ids = (/** @type {boolean} */ checked) =>
    boxes.filter((box) => box.checked === checked).map((box) => box.value);

  function show() {
    const count = everything ? Number(total) - ids(false).length : ids(true).length;
    boxAbove.checked = ids(false).length === 0;
    boxAbove.indeterminate = count > 0 && !boxAbove.checked;
    const said = list.querySelector('[data-selected-count]');
    if (said) said.textContent = count === 0 ? '' : `${count} selected`;
    const tools = list.querySelector('[data-selected-tools]');
    if (tools instanceof HTMLElement) tools.hidden = count === 0;
  }

  /** @param {boolean} checked */
  function pickAll(checked) {
    everything = checked && total !== undefined;
    for (const box of boxes) box.checked = checked;
    show();
  }

  list.addEventListener('change', ({ target }) => {
    if (target === boxAbove) pickAll(boxAbove.checked);
    else show();
  });
  list.querySelector('[data-action="unselect"]')?.addEventListener('click', () => {
    pickAll(false);
    boxAbove.focus();
  });
  // The browser puts boxes back as they were when a person comes back to the page; whether all were meant it forgets.
  pickAll(false);

  return () => {
    if (!everything) return { selectedIds: ids(true).join(',') };
    const excludedIds = ids(false).join(',');
    return { selectedIds: '', filter: '{"everyone":1}', ...(excludedIds === '' ? {} : { excludedIds }) };
  };
}
