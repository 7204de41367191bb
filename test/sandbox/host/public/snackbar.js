const shownForMs = 5000;

/**
 * Shows a short notice at the bottom right for about five seconds.
 * @param {string} message
 * @param {{ url: string, label: string } | undefined} [link] opens in a new tab
 */
export function showSnackbar(message, link) {
  const bar = document.createElement('div');
  bar.className = 'snackbar';
  const text = document.createElement('span');
  text.textContent = message;
  bar.append(text);
  if (link) {
    const anchor = document.createElement('a');
    anchor.href = link.url;
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
    anchor.textContent = link.label;
    bar.append(anchor);
  }
  shelf().append(bar);
  setTimeout(() => bar.remove(), shownForMs);
}

/**
 * Puts the snackbars into another part of the page: what is outside of an open modal lies under its backdrop.
 * @param {HTMLElement} place
 */
export function hostSnackbars(place) {
  place.append(shelf());
}

/** The live region exists from the start, so that screen readers announce what is put into it. */
function shelf() {
  const found = document.querySelector('.snackbars');
  if (found) return found;
  const made = document.createElement('div');
  made.className = 'snackbars';
  made.setAttribute('role', 'status');
  document.body.append(made);
  return made;
}
