import type { InboxEvent } from './inbox-event.ts';

/** What events of one record come to, taken together. */
export type Folded = {
  /** The newest that shows the record as it then was; null when it was certainly deleted after all of them. */
  newest: InboxEvent | null;
  /** Set when the newest of all is the record's deletion. */
  deleted: InboxEvent | null;
  /** Records that were merged into it. */
  mergedFrom: number[];
  /** Codes of the mapped fields that somebody changed, or we. */
  changed: string[];
  /** Which one is the newest cannot be told: another happened at the same moment, and they do not show the same. */
  isTied: boolean;
  /** All of them are what our own writes come back as: nothing but fields of ours changed, and ours stands in them. */
  isEcho: boolean;
};

/** Puts events in the order in which they happened, each once, however they arrived. */
export function foldEvents(events: readonly InboxEvent[]): Folded {
  const once = [...new Map(events.map((event) => [event.eventId, event])).values()];
  const inOrder = once.sort(
    (a, b) => a.at.getTime() - b.at.getTime() || a.receivedAt.getTime() - b.receivedAt.getTime(),
  );
  const last = inOrder.at(-1) ?? null;
  const deleted = last?.action === 'delete' ? last : null;
  const isTied = last !== null && inOrder.slice(0, -1).some((other) => isRival(other, last));
  return {
    newest: deleted && !isTied ? null : (inOrder.findLast(({ action }) => action !== 'delete') ?? null),
    deleted,
    mergedFrom: [...new Set(inOrder.flatMap(({ mergedFrom }) => mergedFrom ?? []))],
    changed: [...new Set(inOrder.flatMap(({ changed }) => changed))],
    isTied,
    isEcho: inOrder.every(isEcho),
  };
}

function isRival(other: InboxEvent, last: InboxEvent): boolean {
  if (other.at.getTime() !== last.at.getTime()) return false;
  if (other.action === 'delete' || last.action === 'delete') return other.action !== last.action;
  const shown = ({ fields, domains }: InboxEvent) => JSON.stringify([domains, Object.entries(fields).sort()]);
  return shown(other) !== shown(last);
}

/** Never by the user alone: other programs write in the same one's name. */
function isEcho({ action, source, changed, changedMore, fields, mergedFrom }: InboxEvent): boolean {
  return (
    action === 'change' &&
    source === 'api' &&
    mergedFrom === null &&
    !changedMore &&
    changed.length > 0 &&
    changed.every((code) => fields[code] === 'ours')
  );
}
