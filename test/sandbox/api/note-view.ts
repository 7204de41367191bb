import { byId } from '../state/by-id.ts';
import type { Note } from '../world.ts';
import type { ApiCall } from './api-route.ts';

/** A note as v1 answers it: what it hangs on, by id and by name. */
export function noteView(note: Note, call: ApiCall) {
  const { world, records } = call;
  const author = byId(world.users, note.user_id);
  const organization = note.org_id === null ? undefined : records.find('organization', note.org_id);
  const person = note.person_id === null ? undefined : records.find('person', note.person_id);
  return {
    id: note.id,
    active_flag: true,
    add_time: note.add_time,
    update_time: note.update_time,
    content: note.content,
    deal: null,
    deal_id: null,
    lead_id: null,
    project: null,
    project_id: null,
    task: null,
    task_id: null,
    org_id: note.org_id,
    organization: organization ? { name: organization.name } : null,
    person_id: note.person_id,
    person: person ? { name: person.name } : null,
    pinned_to_deal_flag: false,
    pinned_to_organization_flag: note.pinned_to_organization,
    pinned_to_person_flag: note.pinned_to_person,
    pinned_to_project_flag: false,
    pinned_to_task_flag: false,
    last_update_user_id: note.user_id,
    user_id: note.user_id,
    user: {
      email: author?.email ?? '',
      icon_url: 'https://pictures.example/avatar.png',
      is_you: note.user_id === call.user.id,
      name: author?.name ?? '',
    },
  };
}

/** A moment the way v1 writes it: UTC, without a zone. */
export function v1Time(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
