/**
 * Builds the dialog of a modal: name and X above the place for the frame.
 * It is closed by the X, Escape and a click beside it; `dialog`'s own `close` event tells of each.
 * @param {string} name
 * @returns {{ dialog: HTMLDialogElement, wrapper: HTMLElement }}
 */
export function buildModal(name) {
  const dialog = document.createElement('dialog');
  dialog.className = 'modal';
  dialog.setAttribute('aria-label', name);
  dialog.dataset['title'] = name;
  dialog.dataset['state'] = 'loading';
  dialog.setAttribute('data-frame-slot', '');

  const head = element('header', 'modal-head');
  const title = element('h2', '', name);
  const close = element('button', 'icon-button', '✕');
  close.setAttribute('type', 'button');
  close.setAttribute('aria-label', `Close ${name}`);
  close.addEventListener('click', () => dialog.close('x'));
  head.append(title, close);

  const body = element('div', 'frame-body');
  const wrapper = element('div', 'frame');
  const loading = element('div', 'frame-loading', 'Loading…');
  loading.setAttribute('role', 'status');
  const failed = element('div', 'frame-failed');
  failed.setAttribute('role', 'alert');
  const again = element('button', 'button button-secondary', 'Try again');
  again.setAttribute('type', 'button');
  again.dataset['action'] = 'reload';
  failed.append(element('p', '', `${name} could not be loaded. The app did not answer in time.`), again);
  body.append(wrapper, loading, failed);
  dialog.append(head, body);

  dialog.addEventListener('click', ({ target }) => {
    // Everything within has an element of its own: a click on the dialog itself lies on its backdrop.
    if (target === dialog) dialog.close('backdrop');
  });
  return { dialog, wrapper };
}

/** @param {string} tag @param {string} className @param {string} [text] */
function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className !== '') made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
