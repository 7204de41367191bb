import { choices } from './faults.js';

/**
 * Fills the simulator drawer at the foot of the page: fault switches and the log of messages.
 * @param {object} deps
 * @param {import('./message-log.js').MessageLog} deps.log
 * @param {import('./faults.js').Faults} deps.faults
 */
export function wireDrawer({ log, faults }) {
  const list = document.querySelector('[data-drawer="log"]');
  const switches = document.querySelector('[data-drawer="faults"]');
  if (!list || !switches) return;
  switches.append(...Object.entries(choices).map(([name, values]) => faultSwitch(faults, name, values)));
  const show = (/** @type {import('./message-log.js').LogEntry} */ entry) => {
    const item = document.createElement('li');
    const detail = entry.data === undefined ? '' : ` ${shortened(entry.data)}`;
    const arrow = entry.direction === 'in' ? '→' : '←';
    item.textContent = `${new Date(entry.time).toLocaleTimeString()} ${arrow} ${entry.kind} ${entry.name}${detail}`;
    item.dataset['kind'] = entry.kind;
    list.append(item);
  };
  log.entries.forEach(show);
  log.watch(show);
}

/** @param {import('./faults.js').Faults} faults @param {string} name @param {string[]} values */
function faultSwitch(faults, name, values) {
  const label = document.createElement('label');
  const select = document.createElement('select');
  const settings = /** @type {Record<string, unknown>} */ (faults);
  for (const value of values) select.append(new Option(value, value, false, settings[name] === value));
  select.addEventListener('change', () => {
    settings[name] = select.value;
  });
  label.append(name, select);
  return label;
}

/** @param {unknown} data tokens are long and nobody reads them */
function shortened(data) {
  const text = JSON.stringify(data) ?? '';
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
