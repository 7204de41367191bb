/** @typedef {import('./faults.js').Faults} Faults */

/**
 * The address a frame is loaded with: the server's, plus the theme shown now, bent by the fault switches.
 * @param {string} address as minted by the server
 * @param {{ theme: string, faults: Faults }} options
 * @returns {string}
 */
export function frameUrl(address, { theme, faults }) {
  const url = new URL(address);
  if (faults.theme === 'ok') url.searchParams.set('theme', theme);
  if (faults.runtimeId === 'missing') url.searchParams.delete('id');
  const selected = url.searchParams.get('selectedIds');
  if (selected !== null) url.searchParams.set('selectedIds', bentSelection(selected, faults.selectedIds));
  return url.href;
}

/** @param {string} selected @param {string} fault */
function bentSelection(selected, fault) {
  switch (fault) {
    case 'empty':
      return '';
    case 'multiple':
      return `${selected},${Number(selected) + 1}`;
    case 'non_numeric':
      return 'abc';
    case 'foreign':
      return '987654321';
    default:
      return selected;
  }
}
