import { byId } from '../state/by-id.ts';
import type { Person } from '../world.ts';
import type { ApiCall } from './api-route.ts';
import { v1Time } from './note-view.ts';
import { optionalKeys } from './record-view.ts';

/** A person as the merge of v1 answers it, unlike that of organizations: whole, in the words of v1. */
export function mergedPersonView(person: Person, loserId: number, call: ApiCall) {
  const { world, records } = call;
  const organization = person.org_id === null ? undefined : records.find('organization', person.org_id);
  const counts = optionalKeys('person').filter((key) => key.endsWith('_count'));
  return {
    id: person.id,
    merge_what_id: loserId,
    company_id: world.company.id,
    active_flag: !person.is_deleted,
    name: person.name,
    first_name: person.first_name ?? '',
    last_name: person.last_name,
    first_char: person.name.slice(0, 1).toLowerCase(),
    phone: person.phones,
    email: person.emails,
    add_time: v1Time(new Date(person.add_time)),
    update_time: v1Time(new Date(person.update_time)),
    visible_to: String(person.visible_to),
    picture_id: null,
    label: person.label_ids[0] ?? null,
    label_ids: person.label_ids,
    owner_id: person.owner_id,
    owner_name: byId(world.users, person.owner_id)?.name ?? '',
    org_id: person.org_id,
    org_name: organization?.name ?? null,
    cc_email: null,
    ...Object.fromEntries(counts.map((key) => [key, 0])),
    last_incoming_mail_time: null,
    last_outgoing_mail_time: null,
    next_activity_date: null,
    next_activity_time: null,
    next_activity_id: null,
    last_activity_id: null,
    last_activity_date: null,
  };
}
