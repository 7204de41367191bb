/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string | undefined} [description]
 * @property {string | undefined} [okText] "OK" where not given
 * @property {string | undefined} [cancelText] "Cancel" where not given
 * @property {string | undefined} [okColor] primary · secondary · negative (where not given)
 */

let counter = 0;

/**
 * Asks a person a question in a dialog of the host.
 * @param {Question} question
 * @returns {Promise<boolean>} true for the OK button; false for Cancel and Escape
 */
export function confirmWithPerson(question) {
  const dialog = document.createElement('dialog');
  dialog.className = 'dialog';
  const title = document.createElement('h2');
  title.id = `confirmation-${++counter}`;
  title.textContent = question.title;
  dialog.setAttribute('aria-labelledby', title.id);
  dialog.append(title);
  if (question.description) {
    const text = document.createElement('p');
    text.textContent = question.description;
    dialog.append(text);
  }
  const buttons = document.createElement('div');
  buttons.className = 'dialog-buttons';
  buttons.append(
    button(question.cancelText ?? 'Cancel', 'secondary', () => dialog.close('cancel')),
    button(question.okText ?? 'OK', question.okColor ?? 'negative', () => dialog.close('ok')),
  );
  dialog.append(buttons);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'ok');
    });
    dialog.showModal();
  });
}

/** @param {string} text @param {string} colour @param {() => void} onClick */
function button(text, colour, onClick) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = `button button-${['primary', 'secondary', 'negative'].includes(colour) ? colour : 'negative'}`;
  made.textContent = text;
  made.addEventListener('click', onClick);
  return made;
}
