import { isDeepStrictEqual } from 'node:util';
import { apiTime, type SandboxClock } from '../clock.ts';
import type { World } from '../world.ts';
import { byId } from './by-id.ts';
import type { Actor, RecordEvent, RecordKind, RecordKinds } from './record-shapes.ts';

export type { Actor, RecordEvent, RecordKind, RecordKinds } from './record-shapes.ts';

/** The one place where records come into being and change. */
export type Records = ReturnType<typeof createRecords>;

/**
 * @param deps.emit called after each change that really changed something.
 */
export function createRecords(deps: { world: World; clock: SandboxClock; emit(event: RecordEvent): void }) {
  const { world, clock, emit } = deps;
  const list = <K extends RecordKind>(kind: K): RecordKinds[K][] =>
    (kind === 'organization' ? world.organizations : world.persons) as RecordKinds[K][];

  const change = <K extends RecordKind>(
    kind: K,
    id: number,
    patch: Partial<RecordKinds[K]>,
    actor: Actor,
    merge: Pick<RecordEvent, 'mergedTo' | 'mergedFrom'> = {},
  ): void => {
    const record = byId(list(kind), id);
    if (!record) return;
    const keys = (Object.keys(patch) as (keyof RecordKinds[K])[]).filter(
      (key) => !isDeepStrictEqual(record[key], patch[key]),
    );
    if (keys.length === 0 && merge.mergedFrom === undefined) return;
    const previous: Partial<RecordKinds[K]> = {};
    for (const key of keys) {
      previous[key] = record[key];
      Object.assign(record, { [key]: patch[key] });
    }
    const formerUpdateTime = record.update_time;
    record.update_time = apiTime(clock.now());
    const deleted = record.is_deleted && keys.includes('is_deleted');
    const restored = !record.is_deleted && keys.includes('is_deleted');
    if (restored && world.settings.restoresComeAs === 'create') {
      emit({ action: 'create', kind, id, actor, previous: null, formerUpdateTime: null });
    } else {
      const action = deleted ? 'delete' : 'change';
      emit({ action, kind, id, actor, previous, formerUpdateTime, ...merge });
    }
  };

  return {
    /** The record, deleted or not. */
    find: <K extends RecordKind>(kind: K, id: number): RecordKinds[K] | undefined => byId(list(kind), id),
    /** Adds a record under the next id. */
    create: <K extends RecordKind>(
      kind: K,
      values: Omit<RecordKinds[K], 'id' | 'add_time' | 'update_time' | 'is_deleted'> & { add_time?: string },
      actor: Actor,
    ): RecordKinds[K] => {
      const now = apiTime(clock.now());
      const id = world.nextId[kind]++;
      const record = { add_time: now, ...values, id, update_time: now, is_deleted: false } as RecordKinds[K];
      list(kind).push(record);
      emit({ action: 'create', kind, id, actor, previous: null, formerUpdateTime: null });
      return record;
    },
    /**
     * Sets the given keys; `update_time` moves and an event is emitted only when a value differs, or as part of a merge.
     */
    change,
    /** Marks a record deleted. The persons of an organization stay and lose their organization. */
    remove: (kind: RecordKind, id: number, actor: Actor): void => {
      change(kind, id, { is_deleted: true }, actor);
      if (kind !== 'organization') return;
      for (const person of world.persons) {
        if (person.org_id === id) change('person', person.id, { org_id: null }, actor);
      }
    },
    /** Takes a deletion back, as a person can within 30 days. */
    restore: (kind: RecordKind, id: number, actor: Actor): void =>
      change(kind, id, { is_deleted: false }, actor),
  };
}
