import type { Rule, Value } from './model.ts';

/** What may happen next in a history. */
type Step =
  | 'edit'
  | 'program'
  | 'release'
  | 'deliver'
  | 'answer'
  | 'run'
  | 'button'
  | 'website'
  | 'remove'
  | 'blink'
  | 'restore'
  | 'merge'
  | 'drop'
  | 'outage'
  | 'notice'
  | 'makeUp'
  | 'time'
  | 'reinstall'
  | 'storm'
  | 'switch';

/** What a history is mostly about. */
export type Theme = {
  weights: Record<Step, number>;
  /** Whether it begins with records that are in step. */
  isSettled: boolean;
  /** How often something comes in between. */
  disturbed: number;
  rules: readonly Rule[];
  values: readonly Value[];
};

const mixed: Theme = {
  weights: {
    ...{ edit: 6, program: 1.5, release: 2, deliver: 8, answer: 6, run: 3, button: 1.5, website: 1 },
    ...{
      remove: 0.7,
      blink: 0.4,
      restore: 0.7,
      merge: 0.4,
      drop: 0.5,
      outage: 0.3,
      notice: 0.5,
      makeUp: 0.5,
    },
    ...{ time: 2, reinstall: 0.2, storm: 0.3, switch: 0.4 },
  },
  isSettled: false,
  disturbed: 0.5,
  rules: ['always', 'always', 'if_empty_or_ours', 'if_empty_or_ours', 'if_empty', 'never'],
  values: ['one', 'two', 'three', null],
};

/** What people type meets what is being written. */
const gaps: Theme = {
  weights: {
    ...{ edit: 4, program: 2, release: 5, deliver: 6, answer: 3, run: 5, button: 2, website: 0 },
    ...{ remove: 0, blink: 0, restore: 0, merge: 0, drop: 0.5, outage: 0.8, notice: 0.7, makeUp: 0.3 },
    ...{ time: 1, reinstall: 0, storm: 0, switch: 0.3 },
  },
  isSettled: true,
  disturbed: 0.7,
  rules: ['if_empty_or_ours', 'if_empty_or_ours', 'if_empty_or_ours', 'always', 'if_empty'],
  values: ['one', 'two', null],
};

/** Records come and go. */
const ends: Theme = {
  ...mixed,
  weights: {
    ...{ edit: 3, program: 0.5, release: 2, deliver: 6, answer: 5, run: 3, button: 0.5, website: 0.7 },
    ...{ remove: 2, blink: 1, restore: 2, merge: 1, drop: 0.2, outage: 0, notice: 0.2, makeUp: 0.2 },
    ...{ time: 1, reinstall: 0.3, storm: 0, switch: 0 },
  },
  disturbed: 0.2,
};

const themes = [mixed, gaps, ends, { ...ends, isSettled: true }, gaps] as const;

/** Every theme has its share of the seeds. */
export const themeOf = (seed: number): Theme => themes[seed % themes.length] ?? mixed;
