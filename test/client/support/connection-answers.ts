import { type Preferences, preferencesView } from '../../../server/install/preferences.contract.ts';
import { type ErrorMailView, errorMailView } from '../../../server/notify/notify.contract.ts';

/** Choices about automatic work, as the server answers them. */
export function preferences(changes: Partial<Preferences> = {}) {
  return preferencesView.parse({
    version: 3,
    preferences: { automatic: true, order: 'rank', quietHours: null, undo: false, signals: [], ...changes },
  });
}

/** The daily error mail of an owner who has not asked for it. */
export function errorMail(changes: Partial<ErrorMailView> = {}): ErrorMailView {
  return errorMailView.parse({
    available: true,
    canChange: true,
    state: 'off',
    userId: null,
    address: null,
    lastSentAt: null,
    trouble: null,
    ...changes,
  });
}
