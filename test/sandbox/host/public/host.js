import { createAnswering } from './answers.js';
import { createCommands } from './commands.js';
import { wireDrawer } from './drawer.js';
import { readFaults } from './faults.js';
import { wireForms } from './forms.js';
import { createFrames } from './frames.js';
import { wireListSelection } from './list-selection.js';
import { wireMenuEntries } from './menu-entries.js';
import { wireMenus } from './menus.js';
import { createMessageLog } from './message-log.js';
import { routeMessages } from './message-router.js';
import { createModals } from './modals.js';
import { createOpenModal } from './open-modal.js';
import { findSlots, setCollapsed, wirePanel } from './panel.js';
import { pushEvent } from './push.js';
import { wireRecord } from './record.js';
import { createRedirect } from './redirect.js';
import { applyTheme, currentTheme, themeMessage } from './theme.js';

/** @typedef {import('./theme.js').Theme} Theme */

/**
 * What tests and curious people reach as `window.__sim`.
 * @typedef {object} Sim
 * @property {import('./message-log.js').LogEntry[]} log
 * @property {import('./faults.js').Faults} faults
 * @property {Map<string, (port: MessagePort, args: unknown) => void>} overrides answers a command by hand
 * @property {(event: string, message: unknown) => void} push
 * @property {(theme: Theme) => void} setTheme
 * @property {(collapsed: boolean) => void} setCollapsed
 * @property {() => Promise<void>} reload
 */

const {
  settingsPath = '/',
  initialiseTimeoutMs = '10000',
  refreshMs = '3000',
  modals: registered = '[]',
} = document.body.dataset;
const query = new URLSearchParams(window.location.search);
const context = Object.fromEntries([...query].filter(([key]) => !key.startsWith('sim.')));
const log = createMessageLog();
const faults = readFaults(query, { initialiseTimeoutMs: Number(initialiseTimeoutMs) });
const frames = createFrames({ log, faults });
const deps = { frames, log };
/** @type {Sim['overrides']} */
const overrides = new Map();
const slots = findSlots(context);

/** @param {Theme} theme */
function setTheme(theme) {
  applyTheme(theme);
  pushEvent(deps, 'user_settings_change', themeMessage(faults.themePush, theme));
}

const modals = createModals({ ...deps, registered: JSON.parse(registered) });
const handlers = createCommands({
  log,
  faults,
  redirect: createRedirect(settingsPath),
  modals,
  openModal: createOpenModal({ ...deps, modals }),
});
routeMessages({ frames, log, onCommand: createAnswering({ frames, log, faults, handlers, overrides }) });

/** @type {Sim} */
const sim = {
  log: log.entries,
  faults,
  overrides,
  push: (event, message) => pushEvent(deps, event, message),
  setTheme,
  setCollapsed: (collapsed) => {
    for (const slot of slots) setCollapsed(deps, slot, collapsed);
  },
  reload: async () => {
    await Promise.all(slots.map((slot) => frames.load(slot)));
  },
};
Object.assign(window, { __sim: sim });

wireMenuEntries(modals, wireListSelection());
wireMenus();
wireForms();
wireDrawer({ log, faults });
wireRecord({ everyMs: Number(refreshMs) });
document.querySelector('[data-action="theme"]')?.addEventListener('click', () => {
  setTheme(currentTheme() === 'dark' ? 'light' : 'dark');
});
for (const slot of slots) wirePanel(deps, slot);
for (const slot of slots) void frames.load(slot);
