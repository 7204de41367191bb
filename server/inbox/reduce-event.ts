import { websiteHosts } from '../catalog/website-hosts.ts';
import type { Link } from '../enrichment/link.ts';
import type { Installation } from '../install/installation.ts';
import { canonical } from '../mapping/convert/canonical.ts';
import { confirmedSlot, pendingTag, replacedTags } from '../mapping/diff/knowledge.ts';
import { otherTag, sameTag, type Tag, type Tagger } from '../mapping/diff/tags.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { isCustomFieldCode } from '../pipedrive/standard-fields.ts';
import type { FieldValue } from '../pipedrive/types.ts';
import type { InboxEvent, SeenState } from './inbox-event.ts';
import type { EventRecord, ParsedEvent } from './read-event.ts';

/** Somebody's value that we wrote over unseen, in a field whose rule protects it. In memory only, never stored. */
export type Overwritten = {
  /** Place of the entry in the mapping. */
  index: number;
  source: string;
  code: string;
  /** What stood there before us, and is to stand there again. */
  value: FieldValue;
  /** What we wrote: only where it still stands is anything put back. */
  ours: FieldValue;
};

/** What an event is judged by; of a record that is not linked there is no link. */
export type Judging = {
  installation: Pick<Installation, 'epoch' | 'websiteField'>;
  mapping: Mapping;
  tagger: Tagger;
  link: Link | null;
  receivedAt: Date;
};

type Judged = { index: number; source: string; code: string; careful: boolean };

/**
 * What is kept of an event: of each mapped field only whose value it shows, by the tags of the record's link. And what
 * the event shows to have been written over by us: `put-back.ts` writes it back before the delivery is answered, since
 * no value may be kept. Pure.
 */
export function reduceEvent(
  parsed: ParsedEvent,
  judging: Judging,
): { event: InboxEvent; overwritten: Overwritten[] } {
  const { installation, mapping, link, receivedAt } = judging;
  const { record, previous, objectType, ...meta } = parsed;
  const judged = mapping.entries.flatMap(({ source, target, rule }, index): Judged[] =>
    target ? [{ index, source, code: target.code, careful: rule !== 'always' && rule !== 'never' }] : [],
  );
  const changedCodes = parsed.action === 'change' && previous ? codesOf(previous) : [];
  const mapped = new Set(judged.map(({ code }) => code));
  const { websiteField } = installation;
  const fields: InboxEvent['fields'] = {};
  for (const { index, code } of judged) {
    const value = record ? valueIn(record, code) : undefined;
    if (value !== undefined) fields[code] = stateOf(value, index, code, judging);
  }
  const event: InboxEvent = {
    ...pickMeta(meta),
    epoch: installation.epoch,
    objectType,
    receivedAt,
    updateTime: record?.updateTime ?? null,
    websiteField,
    ...websiteOf(record, websiteField),
    websiteChanged: websiteField !== null && changedCodes.includes(websiteField),
    mappingVersion: mapping.version,
    fields,
    changed: changedCodes.filter((code) => mapped.has(code)),
    changedMore: changedCodes.some((code) => !mapped.has(code)),
  };
  const overwritten = link && record && previous ? overwrittenBy(parsed, judged, judging) : [];
  return { event, overwritten };
}

/** Whose value it is by what is known: another time or with other knowledge it may be judged otherwise. */
function stateOf(value: FieldValue, index: number, code: string, { link, tagger }: Judging): SeenState {
  if (canonical(value) === '') return 'empty';
  if (!link) return 'other';
  const tag = tagger.tag(code, value);
  return isOurs(tag, link, index) ? 'ours' : 'other';
}

function isOurs(tag: Tag, { knowledge }: Link, index: number): boolean {
  const confirmed = confirmedSlot(knowledge, index)?.tag ?? null;
  return sameTag(confirmed, tag) || sameTag(pendingTag(knowledge, index), tag);
}

/**
 * Of our own write's echo: fields under a careful rule in which somebody's value stood that we did not know of. Ours is
 * what we are writing or wrote last, or last but one where the echo comes late; known was what was empty, or what any of
 * those writes replaced.
 */
function overwrittenBy(parsed: ParsedEvent, judged: readonly Judged[], judging: Judging): Overwritten[] {
  const { link, tagger } = judging;
  const { record, previous } = parsed;
  if (!link || !record || !previous || !mayBeOurs(parsed)) return [];
  return judged.flatMap(({ index, source, code, careful }): Overwritten[] => {
    if (!careful || !(code in previous.fields)) return [];
    const [before, now] = [previous.fields[code], valueIn(record, code)];
    if (before === undefined || now === undefined || canonical(before) === '') return [];
    const [replacedLast, replacedFirst] = replacedTags(link.knowledge, index);
    const [tagBefore, tagNow] = [tagger.tag(code, before), tagger.tag(code, now)];
    const isEcho =
      canonical(now) === ''
        ? wasEmptiedByUs(parsed, judging, index)
        : isOurs(tagNow, link, index) ||
          (sameTag(replacedLast ?? null, tagNow) && !isAnothers(parsed, link, index));
    const wasKnown =
      isOurs(tagBefore, link, index) ||
      sameTag(replacedLast ?? null, tagBefore) ||
      sameTag(replacedFirst ?? null, tagBefore);
    return isEcho && !wasKnown ? [{ index, source, code, value: before, ours: now }] : [];
  });
}

/** A value that was put back is somebody else's: only at the moment of our answer it was us who wrote it. */
function isAnothers({ record }: ParsedEvent, { knowledge }: Link, index: number): boolean {
  const isTheirs = sameTag(confirmedSlot(knowledge, index)?.tag ?? otherTag, otherTag);
  return isTheirs && knowledge.asOf !== record?.updateTime;
}

/** A field that is empty may have been emptied by anybody: by us, where we are about to, or did at that very moment. */
function wasEmptiedByUs({ record }: ParsedEvent, { link, tagger, mapping }: Judging, index: number): boolean {
  const code = mapping.entries[index]?.target?.code;
  if (!link || code === undefined) return false;
  const empty = tagger.tag(code, null);
  const [replaced] = replacedTags(link.knowledge, index);
  if (sameTag(pendingTag(link.knowledge, index), empty)) return true;
  return replaced !== undefined && !sameTag(replaced, empty) && link.knowledge.asOf === record?.updateTime;
}

/**
 * Written through the API: whose user it is says nothing, since buttons write in the name of whoever pressed them. A
 * program that sets a field to the very value we know as ours does what we do, and what it went over comes back, too.
 */
const mayBeOurs = ({ action, source }: ParsedEvent): boolean => action === 'change' && source === 'api';

/** A field as the payload tells it; `undefined` where it does not. An empty custom field is often left out. */
function valueIn({ fields, tellsCustom }: EventRecord, code: string): FieldValue | undefined {
  if (code in fields) return fields[code];
  return tellsCustom && isCustomFieldCode(code) ? null : undefined;
}

/** The hosts of the website: all that is kept of its text, and enough to match it by. */
function websiteOf(
  record: EventRecord | null,
  websiteField: string | null,
): Pick<InboxEvent, 'domains' | 'mailDomains'> {
  const value = record && websiteField !== null ? valueIn(record, websiteField) : undefined;
  if (value === undefined) return { domains: null, mailDomains: [] };
  const hosts = typeof value === 'string' ? websiteHosts(value) : [];
  const of = (fromMail: boolean) => hosts.filter(({ mail }) => mail === fromMail).map(({ host }) => host);
  return { domains: of(false), mailDomains: of(true) };
}

/** Codes of what an event changed; the update time always changes along. */
function codesOf({ fields, others }: EventRecord): string[] {
  return [...Object.keys(fields), ...others];
}

function pickMeta(meta: Omit<ParsedEvent, 'record' | 'previous' | 'objectType'>) {
  const { eventId, companyId, recordId, action, at, userId, source, mergedTo, mergedFrom } = meta;
  return { eventId, companyId, recordId, action, at, userId, source, mergedTo, mergedFrom };
}
