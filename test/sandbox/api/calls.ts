import type { CallCount, World } from '../world.ts';

/** Notes one answered request under its endpoint and its caller. */
export function countCall(
  world: World,
  call: { endpoint: string; caller: string; tokens: number; status: number },
): void {
  for (const [table, key] of [
    [world.counters.endpoints, call.endpoint],
    [world.counters.callers, call.caller],
  ] as const) {
    const count: CallCount = table[key] ?? { calls: 0, tokens: 0, statuses: {} };
    count.calls += 1;
    count.tokens += call.tokens;
    count.statuses[call.status] = (count.statuses[call.status] ?? 0) + 1;
    table[key] = count;
  }
}
