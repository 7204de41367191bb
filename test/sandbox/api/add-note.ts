import type { Note } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { BodyFault, type BodyRule, readBody, wholeNumber, words } from './body.ts';
import { noteView, v1Time } from './note-view.ts';
import { attachable } from './notes.ts';
import { readQuery } from './query.ts';
import { Refusal, schemaRefusal } from './refusal.ts';

/** `POST /notes`: on an organization or a person. Only an admin may name another author. */
export function addNote(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const body = readBody(call.body, {
    content: words({ min: 1, max: 100_000 }),
    org_id: wholeNumber,
    person_id: wholeNumber,
    user_id: wholeNumber,
    add_time: v1TimeRule,
    pinned_to_organization_flag: zeroOrOne,
    pinned_to_person_flag: zeroOrOne,
  });
  if (body.content === undefined) throw schemaRefusal('content', 'is required');
  if (body.org_id === undefined && body.person_id === undefined)
    throw schemaRefusal('org_id', 'one of org_id, person_id is required');
  if (body.user_id !== undefined && !call.user.isAdmin)
    throw new Refusal(403, 'Only an admin can change the author', { code: 'ERR_FORBIDDEN' });
  const now = v1Time(call.clock.now());
  const note: Note = {
    id: call.world.nextId.note++,
    org_id: body.org_id === undefined ? null : attachable(call, 'org_id', body.org_id),
    person_id: body.person_id === undefined ? null : attachable(call, 'person_id', body.person_id),
    user_id: body.user_id ?? call.user.id,
    content: sanitised(body.content),
    add_time: body.add_time ?? now,
    update_time: now,
    pinned_to_organization: body.pinned_to_organization_flag ?? false,
    pinned_to_person: body.pinned_to_person_flag ?? false,
  };
  call.world.notes.push(note);
  return { data: noteView(note, call) };
}

const zeroOrOne: BodyRule<boolean> = (value) => {
  if (value !== 0 && value !== 1) throw new BodyFault('must be 0 or 1');
  return value === 1;
};

const v1TimeRule: BodyRule<string> = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(value))
    throw new BodyFault('must be a time in the form YYYY-MM-DD HH:MM:SS');
  return value;
};

/** Pipedrive cleans the HTML of notes: nothing that runs stays. */
function sanitised(html: string): string {
  return html
    .replace(/<(script|style|iframe)\b[^>]*>[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<\/?(script|style|iframe|object|embed)\b[^>]*>/gi, '')
    .replace(/\son\w+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, '');
}
