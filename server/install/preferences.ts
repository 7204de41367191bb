import { AppError } from '../platform/errors.ts';
import type { Installation } from './installation.ts';
import {
  type Preferences,
  type PreferencesChange,
  type PreferencesView,
  preferences,
} from './preferences.contract.ts';
import type { PreferenceStore } from './preferences.store.ts';

type Scope = Pick<Installation, 'companyId' | 'epoch'>;

/** What an installation begins with. */
const defaultPreferences: Preferences = {
  automatic: true,
  order: 'rank',
  quietHours: null,
  undo: false,
  signals: [],
};

/** Reads what was chosen for an installation; the defaults where nobody chose anything. */
export async function getPreferences(
  { preferences }: { preferences: Pick<PreferenceStore, 'get'> },
  scope: Scope,
): Promise<PreferencesView> {
  const row = await preferences.get(scope);
  if (!row) return { version: 0, preferences: defaultPreferences };
  return { version: row.version, preferences: { ...defaultPreferences, ...row.chosen } };
}

/**
 * Saves a change of what was chosen.
 * @throws AppError `changed_meanwhile` (409) when somebody else saved since the version that the change names
 */
export async function savePreferences(
  deps: {
    preferences: PreferenceStore;
    /** Whether the installation is still there; asked after the row is written, so that an erase finds the row. */
    isInstalled(scope: Scope): Promise<boolean>;
  },
  { companyId, epoch }: Scope,
  { version, change }: PreferencesChange,
): Promise<PreferencesView> {
  const scope = { companyId, epoch };
  const before = await getPreferences(deps, scope);
  const chosen = preferences.parse({ ...before.preferences, ...change });
  const saved = before.version === version && (await deps.preferences.save(scope, version, chosen));
  if (!saved) {
    throw new AppError({
      code: 'changed_meanwhile',
      status: 409,
      message: 'Somebody else saved these settings meanwhile. Look at them again, then repeat your change.',
    });
  }
  if (!(await deps.isInstalled(scope))) await deps.preferences.erase(companyId, epoch);
  return { version: version + 1, preferences: chosen };
}
