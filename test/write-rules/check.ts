import { pendingTag } from '../../server/mapping/diff/knowledge.ts';
import type { Actor } from './life.ts';
import type { Held } from './model.ts';
import type { World } from './world.ts';

/** After a run that nothing disturbed nothing that is wanted is left open. */
export function checkSettled({ links, laws, model, wantedOf }: World): void {
  for (const { orgId, knowledge } of links.values()) {
    const wanted = wantedOf(orgId);
    const open = laws.filter(
      ({ name, rule }, at) =>
        rule !== 'never' && (wanted[name] ?? null) !== null && pendingTag(knowledge, at),
    );
    for (const { name } of open) model.broken.push(`${name} of ${orgId} is still pending`);
  }
}

/** Holds what records hold now against what had to come about, but for fields that people touched meanwhile. */
export function check(
  world: World,
  actor: Actor,
  recordIds: readonly number[],
  due: ReadonlyMap<number, Held>,
  touched: ReadonlySet<string>,
): void {
  for (const orgId of recordIds) {
    const holds = world.held.get(orgId) ?? {};
    const owed = { ...due.get(orgId), ...world.model.owed(orgId, actor) };
    for (const [field, value] of Object.entries(owed)) {
      if (touched.has(`${orgId} ${field}`)) continue;
      if ((holds[field] || null) === (value || null)) continue;
      const rule = world.laws.find(({ name }) => name === field)?.rule;
      world.model.broken.push(
        `${field} (${rule}) of ${orgId} holds ${String(holds[field])} after the ${actor}, not ${String(value)}`,
      );
    }
  }
}
