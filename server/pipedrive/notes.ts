import { type AddNoteRequest, Configuration, NotesApiFp } from 'pipedrive/v1';
import { z } from 'zod';
import { endpoints } from './endpoints.ts';
import type { Door } from './http.ts';
import { flag, many, one, recordId, textOrEmpty } from './shapes.ts';
import type { Note, Pipedrive } from './types.ts';

const note = z
  .object({
    id: recordId,
    org_id: recordId.nullish(),
    content: textOrEmpty,
    add_time: textOrEmpty,
    active_flag: flag,
  })
  .transform(
    (found): Note => ({
      id: found.id,
      organizationId: found.org_id ?? null,
      content: found.content,
      addTime: found.add_time,
      isActive: found.active_flag,
    }),
  );

const noteAnswer = one(note);
const notesAnswer = many(note).extend({
  additional_data: z
    .object({
      pagination: z.object({ more_items_in_collection: flag, next_start: z.number().nullish() }).nullish(),
    })
    .nullish()
    .transform((more) =>
      more?.pagination?.more_items_in_collection ? (more.pagination.next_start ?? null) : null,
    ),
});

/** The note calls of the gateway. */
export function noteCalls(door: Door): Pick<Pipedrive, 'addNote' | 'listNotes'> {
  const api = NotesApiFp(new Configuration({}));
  return {
    async addNote(caller, { organizationId, content }) {
      const body: AddNoteRequest = { content, org_id: organizationId };
      const request = api.addNote(body);
      return (await door({ caller, endpoint: endpoints.addNote, request, answer: noteAnswer })).data;
    },

    async listNotes(caller, query) {
      const request = api.getNotes(
        undefined,
        undefined,
        undefined,
        undefined,
        query.organizationId,
        undefined,
        undefined,
        query.start ?? 0,
        query.limit ?? 100,
        'add_time DESC',
      );
      const answer = await door({ caller, endpoint: endpoints.listNotes, request, answer: notesAnswer });
      return { items: answer.data, nextStart: answer.additional_data };
    },
  };
}
