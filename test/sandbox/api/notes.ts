import { byId } from '../state/by-id.ts';
import type { RecordKind } from '../state/records.ts';
import type { Note, World } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { noteView } from './note-view.ts';
import { integer, moment, QueryFault, type QueryRule, readQuery } from './query.ts';
import { pathId } from './record-get.ts';
import { notFound, schemaRefusal } from './refusal.ts';
import { canSee } from './visibility.ts';

const sortable = ['id', 'user_id', 'person_id', 'org_id', 'content', 'add_time', 'update_time'] as const;
type Sort = { key: (typeof sortable)[number]; descending: boolean };

/** `GET /notes`: notes of records the caller sees, by place in the list (`start`, `limit`). */
export function listNotes(call: ApiCall): ApiResult {
  const query = readQuery(call.query, {
    user_id: integer(1),
    org_id: integer(1),
    person_id: integer(1),
    start: integer(),
    limit: integer(1, 500),
    sort: sortRule,
    updated_since: moment,
  });
  const since = query.updated_since?.replace('T', ' ').slice(0, 19) ?? '';
  const found = call.world.notes.filter(
    (note) =>
      (query.user_id === undefined || note.user_id === query.user_id) &&
      (query.org_id === undefined || note.org_id === query.org_id) &&
      (query.person_id === undefined || note.person_id === query.person_id) &&
      note.update_time >= since &&
      mayRead(call, note),
  );
  const { start = 0, limit = 100 } = query;
  const more = start + limit < found.length;
  return {
    data: sorted(found, query.sort)
      .slice(start, start + limit)
      .map((note) => noteView(note, call)),
    additional_data: {
      pagination: {
        start,
        limit,
        more_items_in_collection: more,
        ...(more ? { next_start: start + limit } : {}),
      },
    },
  };
}

/** One note. */
export function getNote(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  return { data: noteView(noteOf(call), call) };
}

/** Takes a note away; nothing brings it back. */
export function deleteNote(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const note = noteOf(call);
  call.world.notes = call.world.notes.filter((other) => other !== note);
  return { data: true };
}

function noteOf(call: ApiCall): Note {
  const note = byId(call.world.notes, pathId(call));
  if (!note || !mayRead(call, note)) throw notFound('Note');
  return note;
}

function mayRead(call: ApiCall, note: Note): boolean {
  return (
    (note.org_id === null || seen(call, 'organization', note.org_id)) &&
    (note.person_id === null || seen(call, 'person', note.person_id))
  );
}

function seen({ world, user, records }: ApiCall, kind: RecordKind, id: number): boolean {
  const record = records.find(kind, id);
  return record !== undefined && canSee(world, user, record);
}

const sortRule: QueryRule<Sort> = (text) => {
  const [name, direction = 'ASC', ...rest] = text.split(' ');
  const key = sortable.find((candidate) => candidate === name);
  if (key === undefined || !['ASC', 'DESC'].includes(direction) || rest.length > 0)
    throw new QueryFault('must be a field and ASC or DESC');
  return { key, descending: direction === 'DESC' };
};

/** By id where nothing is said, and where two are equal. */
function sorted(notes: World['notes'], sort: Sort | undefined): World['notes'] {
  const { key, descending } = sort ?? { key: 'id', descending: false };
  const sign = descending ? -1 : 1;
  return notes.toSorted((a, b) => {
    const [left, right] = [a[key] ?? '', b[key] ?? ''];
    return sign * (left < right ? -1 : left > right ? 1 : a.id - b.id);
  });
}

/** Throws unless the note's record is there and visible. */
export function attachable(call: ApiCall, key: 'org_id' | 'person_id', id: number): number {
  const kind = key === 'org_id' ? 'organization' : 'person';
  const record = call.records.find(kind, id);
  if (!record || record.is_deleted || !canSee(call.world, call.user, record))
    throw schemaRefusal(key, 'there is no such record', key);
  return id;
}
