/** One thing in the app that keeps a promise: without it the histories must turn out wrong. */
export type Guard = {
  name: string;
  /** File it stands in. */
  file: string;
  /** The text that keeps the promise, exactly as it stands there once, and what is left when it is taken away. */
  snippet: string;
  without: string;
};

const guard = (name: string, file: string, snippet: string, without: string): Guard => ({
  name,
  file,
  snippet,
  without,
});

const diff = 'server/mapping/diff/diff.ts';
const look = 'server/mapping/diff/look.ts';
const live = 'server/mapping/diff/diff-live.ts';
const known = 'server/mapping/diff/diff-known.ts';
const changed = 'server/enrichment/enrich-changed.ts';
const organization = 'server/enrichment/enrich-organization.ts';
const send = 'server/enrichment/send-changes.ts';

export const guards: readonly Guard[] = [
  guard(
    'careful rules leave somebody else’s value alone',
    diff,
    `if (rule === 'never' || whose === 'other') return false;`,
    `if (rule === 'never') return false;`,
  ),
  guard(
    'if_empty never updates what it wrote',
    diff,
    `return whose === 'empty' || (rule === 'if_empty_or_ours' && type !== 'address');`,
    `return whose === 'empty' || type !== 'address';`,
  ),
  guard(
    'an address is never ours',
    diff,
    `(rule === 'if_empty_or_ours' && type !== 'address')`,
    `rule === 'if_empty_or_ours'`,
  ),
  guard('always writes over anything', diff, `if (rule === 'always') return true;`, ``),
  guard(
    'what Pipedrive made of a value we sent is in step with it',
    diff,
    `return desired.volatility.kind !== 'tolerance' && slot.extra !== 0 && slot.extra === half(tag);`,
    `return false;`,
  ),
  guard(
    'values that only ride along are no reason to call',
    diff,
    `const fields = worthACall ? planned.map(`,
    `const fields = worthACall || planned.length > 0 ? planned.map(`,
  ),
  guard(
    'what was pending counts as ours',
    look,
    `empty ? 'empty' : equal || arrived || known ? 'ours' : 'other'`,
    `empty ? 'empty' : equal || known ? 'ours' : 'other'`,
  ),
  guard(
    'what was confirmed counts as ours',
    look,
    `empty ? 'empty' : equal || arrived || known ? 'ours' : 'other'`,
    `empty ? 'empty' : equal || arrived ? 'ours' : 'other'`,
  ),
  guard(
    'a field that holds what is wanted is ours',
    look,
    `const equal = sameTag(wanted, heldTag);`,
    `const equal = sameTag(wanted, heldTag) && sameTag(before?.tag ?? null, heldTag);`,
  ),
  guard(
    'somebody else’s value is marked, not taken for ours',
    look,
    `tag: whose === 'other' ? otherTag : heldTag`,
    `tag: heldTag`,
  ),
  guard(
    'a look settles what was pending',
    look,
    `{ index, confirmed: after, pending: null }`,
    `{ index, confirmed: after }`,
  ),
  guard(
    'only our own numbers drift within the tolerance',
    live,
    `if (look.whose !== 'ours' || volatility.kind === 'exact') return 'write';`,
    `if (volatility.kind === 'exact') return 'write';`,
  ),
  guard(
    'careful rules clear only what is ours',
    live,
    `if (!mayWrite(field, look.whose)) return`,
    `if (field.value !== null && !mayWrite(field, look.whose)) return`,
  ),
  guard(
    'what a careful rule protects is read first',
    known,
    `if (careful && (!seen || pending || !slot)) {`,
    `if (careful && !seen && !slot) {`,
  ),
  guard(
    'what is pending is sent again',
    known,
    `if (!pending && slot && isInStep(field, tag, slot)) continue;`,
    `if (slot && isInStep(field, tag, slot)) continue;`,
  ),
  guard(
    'only the walk of this run is trusted',
    'server/enrichment/sort-out.ts',
    `seen !== null && seen.runId === run.id &&`,
    `seen !== null &&`,
  ),
  guard(
    'nothing is sent that was read more than a minute ago',
    organization,
    `...(hangsOn && { sendBefore: new Date(hangsOn.getTime() + readIsGoodForMs) }),`,
    ``,
  ),
  guard('what could not be sent in time is read again', organization, `if (tooLate) return 'too_late';`, ``),
  guard(
    'a record somebody else has changed since is looked at again',
    changed,
    `if (!(await writer.lock({ link, lock, knowledge: diff.pending }))) return 'busy';`,
    `await writer.lock({ link, lock, knowledge: diff.pending });`,
  ),
  guard(
    'what is about to be sent is noted before',
    changed,
    `knowledge: diff.pending })`,
    `knowledge: diff.settled })`,
  ),
  guard(
    'Pipedrive’s answer is kept',
    send,
    `takeAnswer(confirmWrite(diff, values, context.tagger), {`,
    `takeAnswer(diff.pending, {`,
  ),
  guard(
    'standard fields count as much as custom ones',
    'server/enrichment/field-values.ts',
    `return { ...standardFields, ...customFields };`,
    `return { ...customFields };`,
  ),
  guard(
    'a call that may have gone through stays pending',
    send,
    `&& !(isAppError(error) && error.details?.['maybeDone'] === true)`,
    ``,
  ),
];
