import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';
import type { CalculatedValueView, MappingView } from '../../../server/mapping/mapping.contract.ts';
import { aRun, settings } from './answers.ts';
import type { BuiltSurfaces } from './built-surfaces.ts';
import { help, reportOn } from './expression-answers.ts';
import { mapping } from './mapping-answers.ts';
import { answersFor } from './settings-case.ts';
import { ok } from './settings-page.ts';
import type { Surface } from './surface.ts';

export type GivenExpressions = {
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

/** Opens the settings page, or the window for one calculated value, before a server that knows expressions. */
export async function openExpressions(
  on: BuiltSurfaces,
  path: 'settings' | 'calculated-values',
  given: GivenExpressions,
): Promise<Surface> {
  const { view, gate, canChange = true, name, answers = {} } = given;
  on.answer({
    ...answersFor({ name: '', says: [], runs: [aRun()] }),
    'GET /api/settings': ok(settings({ canChangeSettings: canChange })),
    'GET /api/mapping': ok(view),
    'GET /api/expressions/help': ok(help(gate)),
    'POST /api/expressions/check': ({ body }) => ok(reportOn(body)),
    ...answers,
  });
  const query = name === undefined ? {} : { data: JSON.stringify({ name }) };
  return on.open({ path, query, width: 1100, height: 900 });
}
