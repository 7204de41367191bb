/**
 * What can be made to go wrong. Every switch is read from the page's query (`?sim.initialise=never`), can be
 * changed in the simulator drawer or through `window.__sim.faults`, and counts from the next message or frame load.
 * @typedef {object} Faults
 * @property {string} initialise ok · late (answered after `initialiseDelayMs`) · never
 * @property {number} initialiseDelayMs
 * @property {number} initialiseTimeoutMs how long a frame may take before it is given up
 * @property {string} failCommand wire name of the one command that is answered with an error
 * @property {string} urlToken ok · expired · wrong_secret · wrong_company · alg_none (the token in the frame's URL)
 * @property {string} signedToken the same for `get_signed_token`
 * @property {string} runtimeId ok · mismatch · missing
 * @property {string} theme ok · missing (in the frame's URL)
 * @property {string} selectedIds ok · empty · multiple · non_numeric · foreign · many (150) · cut (of an
 *   address of 2,000 characters)
 * @property {string} answers once · twice
 * @property {string} outOfRange ignore · error (a size outside the surface's limits)
 * @property {string} themePush documented · flat · merged (shape of `user_settings_change`)
 * @property {string} frameSandbox value of the frame's `sandbox` attribute; empty for none
 */

const tokenFaults = ['ok', 'expired', 'wrong_secret', 'wrong_company', 'alg_none'];

/** Switches that choose from a list; the first value is the behaviour without fault. */
export const choices = {
  initialise: ['ok', 'late', 'never'],
  urlToken: tokenFaults,
  signedToken: tokenFaults,
  runtimeId: ['ok', 'mismatch', 'missing'],
  theme: ['ok', 'missing'],
  selectedIds: ['ok', 'empty', 'multiple', 'non_numeric', 'foreign', 'many', 'cut'],
  answers: ['once', 'twice'],
  outOfRange: ['ignore', 'error'],
  themePush: ['documented', 'flat', 'merged'],
};

/**
 * @param {URLSearchParams} query of the host page
 * @param {{ initialiseTimeoutMs: number }} settings of this sandbox
 * @returns {Faults}
 */
export function readFaults(query, settings) {
  /** @param {keyof typeof choices} name */
  const choice = (name) => {
    const asked = query.get(`sim.${name}`) ?? '';
    return choices[name].includes(asked) ? asked : (choices[name][0] ?? '');
  };
  /** @param {string} name @param {number} otherwise */
  const milliseconds = (name, otherwise) => {
    const asked = Number.parseInt(query.get(`sim.${name}`) ?? '', 10);
    return asked >= 0 ? asked : otherwise;
  };
  return {
    initialise: choice('initialise'),
    initialiseDelayMs: milliseconds('initialiseDelayMs', 9000),
    initialiseTimeoutMs: milliseconds('initialiseTimeoutMs', settings.initialiseTimeoutMs),
    failCommand: query.get('sim.failCommand') ?? '',
    urlToken: choice('urlToken'),
    signedToken: choice('signedToken'),
    runtimeId: choice('runtimeId'),
    theme: choice('theme'),
    selectedIds: choice('selectedIds'),
    answers: choice('answers'),
    outOfRange: choice('outOfRange'),
    themePush: choice('themePush'),
    frameSandbox: query.get('sim.frameSandbox') ?? '',
  };
}
