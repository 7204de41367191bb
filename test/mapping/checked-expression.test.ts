import { expect, it } from 'vitest';
import { checkInTurns } from '../../server/mapping/calculated/checked-expression.ts';

/** So many turns others get while the expressions are checked. */
async function turnsDuring(expressions: Parameters<typeof checkInTurns>[0]): Promise<number> {
  let [turns, running] = [0, true];
  const count = () => {
    if (!running) return;
    turns += 1;
    setImmediate(count);
  };
  setImmediate(count);
  await checkInTurns(expressions);
  running = false;
  return turns;
}

it('others get a turn after each of many new expressions, and those known already take none', async () => {
  const expressions = Array.from({ length: 50 }, (_, n) => ({
    expression: `rank > ${n}.25 && name != "turn"`,
    resultType: 'yes_no' as const,
  }));
  expect(await turnsDuring(expressions)).toBeGreaterThanOrEqual(49);
  expect(await turnsDuring(expressions)).toBeLessThanOrEqual(1);
});
