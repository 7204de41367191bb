import type { Browser } from 'playwright-core';
import type { ExpressionHelp } from '../../../server/mapping/expression.contract.ts';
import type { CalculatedValueView, MappingView } from '../../../server/mapping/mapping.contract.ts';
import { aRun, settings } from './answers.ts';
import { help, reportOn } from './expression-answers.ts';
import { mapping } from './mapping-answers.ts';
import { answersFor } from './settings-case.ts';
import type { Stage } from './stage.ts';
import { openSurface, type Surface } from './surface.ts';

type Given = {
  view: MappingView;
  gate?: ExpressionHelp['gate'];
  canChange?: boolean;
  /** Which calculated value the window is opened for. */
  name?: string;
  /** Answers that replace the canned ones. */
  answers?: Record<string, { status: number; body: unknown }>;
};

/** A mapping with these calculated values and few rows. */
export const viewWith = (calculated: CalculatedValueView[], changes: Partial<MappingView> = {}) =>
  mapping(() => 'not_mapped', { only: 6, calculated, ...changes });

export const ok = (body: unknown) => ({ status: 200, body });

/** Opens the settings page, or the window for one calculated value, before a server that knows expressions. */
export async function openExpressions(
  browser: Browser,
  stage: Stage,
  path: 'settings' | 'calculated-values',
  given: Given,
): Promise<Surface> {
  const { view, gate, canChange = true, name, answers = {} } = given;
  stage.answers.clear();
  stage.calls.length = 0;
  for (const [call, answer] of Object.entries({
    ...answersFor({ name: '', says: [], runs: [aRun()] }),
    'GET /api/settings': ok(settings({ canChangeSettings: canChange })),
    'GET /api/mapping': ok(view),
    'GET /api/expressions/help': ok(help(gate)),
  }))
    stage.answers.set(call, answer);
  stage.answers.set('POST /api/expressions/check', ({ body }) => ok(reportOn(body)));
  for (const [call, answer] of Object.entries(answers)) stage.answers.set(call, answer);
  const query = name === undefined ? {} : { data: JSON.stringify({ name }) };
  return openSurface(browser, stage, { path, query, width: 1100, height: 900 });
}
