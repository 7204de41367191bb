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
  if (selected === null) return url.href;
  if (faults.selectedIds === 'cut') return cutAddress(url, selected);
  url.searchParams.set('selectedIds', bentSelection(selected, faults.selectedIds));
  return url.href;
}

/** A long selection at the end of the address, and something on the way that takes 2,000 characters only.
 * @param {URL} url @param {string} selected */
function cutAddress(url, selected) {
  url.searchParams.delete('selectedIds');
  url.searchParams.set('selectedIds', idsFrom(selected, 1000));
  return url.href.slice(0, 2000);
}

/** @param {string} selected @param {number} count */
function idsFrom(selected, count) {
  const first = Number.parseInt(selected, 10) || 1;
  return Array.from({ length: count }, (_, index) => first + index).join(',');
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
    case 'many':
      return idsFrom(selected, 150);
    case 'foreign':
      return '987654321';
    default:
      return selected;
  }
}
