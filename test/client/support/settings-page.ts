import type { SettingsView } from '../../../server/install/install.contract.ts';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import type { RunView } from '../../../server/runs/runs.contract.ts';
import { aRun } from './answers.ts';
import { builtSurfaces } from './built-surfaces.ts';
import { answersFor, type SettingsTab, turnTo } from './settings-case.ts';
import type { Stage } from './stage.ts';
import type { Surface } from './surface.ts';

type Answered = { status: number; body: unknown };
type State = { settings?: Partial<SettingsView>; runs?: RunView[]; mapping?: MappingView };

/** An answer with 200. */
export const ok = (body: unknown) => ({ status: 200, body });

/**
 * The built settings page before canned answers, opened anew in each test of a file. Called inside `describe`.
 * @param tab the part of the page that the tests are about; left out for the first one
 */
export function settingsPage(tab?: SettingsTab) {
  const on = builtSurfaces();
  return {
    open: async (state: State = {}, answers: Record<string, Answered> = {}): Promise<Surface> => {
      on.answer({ ...answersFor({ name: '', says: [], runs: [aRun()], ...state }), ...answers });
      const page = await on.open({ path: 'settings', width: 1100, height: 800 });
      await turnTo(page, tab ? { tab } : {});
      return page;
    },
    /** Replaces a canned answer. */
    answer: (call: string, answer: Parameters<Stage['answers']['set']>[1]) => on.answer({ [call]: answer }),
    calls: (start: string) => on.stage.calls.filter(({ call }) => call.startsWith(start)),
  };
}
