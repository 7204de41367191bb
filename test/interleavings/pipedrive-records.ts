import type { Life } from '../write-rules/life.ts';
import type { createLooksModel } from './looks-model.ts';
import type { createModel, Value } from './model.ts';
import type { FieldCode, Snapshot, Told } from './told.ts';

export const websiteCode = '9'.repeat(40);
/** The mapped fields: two custom ones and a standard one. */
export const mapped = [
  { name: 'title', source: 'title', code: '1'.repeat(40) },
  { name: 'city', source: 'city', code: 'linkedin' },
  { name: 'notes', source: 'description', code: '2'.repeat(40) },
] as const;
export const nameOf = new Map<string, string>(mapped.map(({ code, name }) => [code, name]));

export type Row = { fields: Record<FieldCode, string | null>; updateTime: string; isDeleted: boolean };
type How = { userId: number; source: 'app' | 'api'; byApp?: boolean; mergedFrom?: number };

export type RecordsParts = {
  life: Life;
  model: ReturnType<typeof createModel>;
  looks: ReturnType<typeof createLooksModel>;
  tell(what: string): void;
  /** Told of an event when it happens. */
  emit(event: Told): void;
  /** What stores say now, and whether it is known that events are missing. */
  circumstances(): { says: Value[]; isGapKnown: boolean };
};

/** Pipedrive's records in memory and what people do to them: every change gives an event, and the model is told of it. */
export function createRecords({ life, model, looks, tell, emit, circumstances }: RecordsParts) {
  const rows = new Map<number, Row>();
  let events = 0;
  /** The moment of what happens next. */
  const nextMoment = () => ({ order: events + 1, at: life.now() });
  const timeNow = () => `${new Date(life.now()).toISOString().slice(0, 19)}Z`;
  const snapshot = ({ fields, updateTime }: Row): Snapshot => ({ fields: { ...fields }, updateTime });

  function note(
    record: number,
    event: Partial<Told> & Pick<Told, 'action' | 'data' | 'previous'>,
    how: How,
  ): void {
    const moment = nextMoment();
    events = moment.order;
    looks.happens(record, { ...moment, kind: event.action, byApp: how.byApp ?? false });
    emit({
      ...moment,
      id: `event-${events}`,
      record,
      mergedTo: null,
      mergedFrom: how.mergedFrom ?? null,
      byApp: how.byApp ?? false,
      userId: how.userId,
      source: how.source,
      ...event,
    });
  }

  /** Changes fields of a record; nothing happens, and nobody is told, where they hold that already. */
  function change(record: number, values: Record<FieldCode, string | null>, how: How): void {
    const found = rows.get(record);
    if (!found || found.isDeleted) return;
    const before = snapshot(found);
    const changed = Object.entries(values).filter(
      ([code, value]) => (found.fields[code] ?? null) !== (value || null),
    );
    if (changed.length === 0 && how.mergedFrom === undefined) return;
    for (const [code, value] of changed) found.fields[code] = value || null;
    found.updateTime = timeNow();
    const previous = Object.fromEntries(changed.map(([code]) => [code, before.fields[code] ?? null]));
    const data = snapshot(found);
    note(
      record,
      { action: 'change', data, previous: { fields: previous, updateTime: before.updateTime } },
      how,
    );
  }

  return {
    rows,
    change,
    nextMoment,
    timeNow,
    lastOrder: () => events,
    create(id: number, website: string | null): void {
      const fields = {
        [websiteCode]: website,
        ...Object.fromEntries(mapped.map(({ code }) => [code, null])),
      };
      const made = { fields, updateTime: timeNow(), isDeleted: false };
      rows.set(id, made);
      note(id, { action: 'create', data: snapshot(made), previous: null }, { userId: 5, source: 'app' });
    },
    /** Somebody who is not the app makes a field hold a value. */
    edit(id: number, name: string, value: string | null, how: How = { userId: 5, source: 'app' }): void {
      const code = mapped.find((each) => each.name === name)?.code ?? '';
      if (
        !rows.get(id) ||
        rows.get(id)?.isDeleted ||
        (rows.get(id)?.fields[code] ?? null) === (value || null)
      )
        return;
      tell(
        `${how.source === 'app' ? 'a person' : 'a program'} makes ${name} of ${id} ${String(value)} at ${timeNow()}`,
      );
      model.theirs(id, name, value, { ...circumstances(), ...nextMoment() });
      change(id, { [code]: value }, how);
    },
    setWebsite(id: number, website: string | null): void {
      tell(`the website of ${id} becomes ${String(website)} at ${timeNow()}`);
      change(id, { [websiteCode]: website }, { userId: 5, source: 'app' });
    },
    remove(id: number, mergedTo: number | null = null): void {
      const found = rows.get(id);
      if (!found || found.isDeleted) return;
      tell(`${id} is deleted at ${timeNow()}`);
      found.isDeleted = true;
      found.updateTime = timeNow();
      const previous = snapshot(found);
      note(id, { action: 'delete', data: null, previous, mergedTo }, { userId: 5, source: 'app' });
    },
    restore(id: number): void {
      const found = rows.get(id);
      if (!found?.isDeleted) return;
      tell(`${id} is restored at ${timeNow()}`);
      found.isDeleted = false;
      found.updateTime = timeNow();
      model.unsure(id);
      note(
        id,
        { action: 'change', data: snapshot(found), previous: { fields: {}, updateTime: '' } },
        { userId: 5, source: 'app' },
      );
    },
    /** One record becomes part of another, whose values win; its empty fields are filled. */
    merge(loser: number, survivor: number): void {
      const [from, to] = [rows.get(loser), rows.get(survivor)];
      if (!from || !to || from.isDeleted || to.isDeleted) return;
      tell(`${loser} is merged into ${survivor}`);
      const filled = Object.entries(from.fields).filter(([code, value]) => value && !to.fields[code]);
      model.unsure(survivor);
      this.remove(loser, survivor);
      for (const [code, value] of filled) {
        const name = nameOf.get(code);
        if (name) model.inherit(loser, survivor, name, { ...nextMoment(), value });
      }
      change(survivor, Object.fromEntries(filled), { userId: 5, source: 'app', mergedFrom: loser });
    },
  };
}
