/*
 * What is promised of a record that people, other programs and the app write to, told by somebody who has never seen the
 * server: values instead of tags, no events, no locks. It is told what happens to each field, by whom, and what must
 * not be lost of it. It imports nothing.
 */

export type Value = string | null;
export type Rule = 'always' | 'if_empty_or_ours' | 'if_empty' | 'never';
export type Fields = Record<string, Value>;
/**
 * Whose value stands in a field. `theirs`: a person's or another program's; it must not be lost where a rule protects
 * it. `overwritten`: theirs, until we wrote over it unseen; it has to come back. `unsure`: the app cannot be expected to know.
 */
type Standing =
  | { whose: 'nobody' | 'ours' | 'theirs' }
  | { whose: 'unsure'; lost?: Value }
  | { whose: 'overwritten'; lost: Value; ours: Value };

export type Kept = { rule: Rule; value: Value; wanted: Value | undefined };

const dayMs = 86_400_000;
const mostAnswersADay = 3;
const isEmpty = (value: Value | undefined) => value === null || value === undefined || value === '';
const same = (a: Value | undefined, b: Value | undefined) => (isEmpty(a) ? isEmpty(b) : a === b);

/** Follows the records of one company. `broken` collects the promises that were broken. */
export function createModel(rules: Readonly<Record<string, Rule>>) {
  const broken: string[] = [];
  const standings = new Map<string, Standing>();
  /** Records of which the app may know less than stands there: after a crash, a lost answer, a restore. */
  let doubtful = new Set<number>();
  /** Fields somebody emptied, which the app was perhaps about to do. */
  const emptied = new Set<string>();
  const written = new Set<string>();
  let putBack = 0;
  const answers = new Map<string, number>();
  const keyOf = (record: number, field: string) => `${record} ${field}`;
  const at = (record: number, field: string): Standing =>
    standings.get(keyOf(record, field)) ?? { whose: 'nobody' };
  const put = (record: number, field: string, standing: Standing) =>
    void standings.set(keyOf(record, field), standing);

  return {
    broken,
    putBack: () => putBack,
    /** Somebody else than the app made a field hold this. */
    theirs(record: number, field: string, value: Value): void {
      put(record, field, { whose: isEmpty(value) ? 'nobody' : 'theirs' });
      if (isEmpty(value)) emptied.add(keyOf(record, field));
    },
    /** The app can no longer be expected to know whose value stands there; what is theirs is theirs. */
    unsure(record: number): void {
      doubtful.add(record);
      for (const field of Object.keys(rules)) {
        const before = at(record, field);
        const lost = 'lost' in before ? { lost: before.lost } : {};
        if (before.whose !== 'theirs') put(record, field, { whose: 'unsure', ...lost });
      }
    },
    /** A merge has filled an empty field of one record with what the other held. */
    inherit(from: number, to: number, field: string): void {
      const isTheirs = at(from, field).whose === 'theirs';
      put(to, field, { whose: isTheirs ? 'theirs' : 'unsure' });
    },
    /** A call whose end the app did not see, or a process that died. */
    doubt: (record: number) => void doubtful.add(record),
    /** What would have told the app of an overwritten value was lost on the way: it cannot come back. */
    untold(record: number, field: string): void {
      if (at(record, field).whose === 'overwritten') put(record, field, { whose: 'unsure' });
    },
    /** A PATCH of the app has arrived. `holds`: what stands there at that moment. */
    patch(record: number, sent: Fields, holds: Fields, how: { event: boolean; now: number }): void {
      const changes = Object.entries(sent).filter(([field, value]) => !same(holds[field], value));
      const wasEmptied = Object.keys(sent).some((field) => emptied.delete(keyOf(record, field)));
      if (changes.length === 0 && !doubtful.has(record) && !wasEmptied)
        broken.push(`a needless PATCH to ${record} with ${JSON.stringify(sent)}`);
      for (const [field, value] of Object.entries(sent)) {
        const before = at(record, field);
        const rule = rules[field] ?? 'never';
        written.add(keyOf(record, field));
        if ('lost' in before && same(value, before.lost)) {
          put(record, field, { whose: 'theirs' });
          putBack++;
          continue;
        }
        if (rule === 'never')
          broken.push(`wrote ${String(value)} to ${field} of ${record}, which is never written`);
        const isTheirs = before.whose === 'theirs' && rule !== 'always' && !same(holds[field], value);
        if (isTheirs) put(record, field, { whose: 'overwritten', lost: holds[field] ?? null, ours: value });
        else if (before.whose === 'overwritten') put(record, field, { ...before, ours: value });
        else put(record, field, { whose: isEmpty(value) ? 'nobody' : 'ours' });
        if (!how.event || same(holds[field], value)) continue;
        const key = `${keyOf(record, field)} ${Math.floor(how.now / dayMs)}`;
        answers.set(key, (answers.get(key) ?? 0) + 1);
        // The first time a record is written to does not count.
        if ((answers.get(key) ?? 0) > mostAnswersADay + 1)
          broken.push(`${field} of ${record} was put right ${answers.get(key)} times in a day`);
      }
    },
    /** The app was removed and installed again. */
    reinstall(records: readonly number[]): void {
      written.clear();
      answers.clear();
      for (const record of records) {
        doubtful.add(record);
        for (const field of Object.keys(rules)) {
          const before = at(record, field);
          if (before.whose === 'overwritten' || before.whose === 'ours')
            put(record, field, { whose: 'unsure' });
        }
      }
    },
    /** All is quiet, and a run has come by since: what must stand in the fields of a record now. */
    settle(record: number, kept: Readonly<Record<string, Kept>>): void {
      for (const [field, { rule, value, wanted }] of Object.entries(kept)) {
        const standing = at(record, field);
        const where = `${field} (${rule}) of ${record} holds ${String(value)}`;
        if (standing.whose === 'overwritten' && rule !== 'always')
          broken.push(`${where}; ${String(standing.lost)} is lost`);
        if (wanted === undefined || rule === 'never') continue;
        // A field the app never wrote to is not cleared for a store that says nothing.
        if (isEmpty(wanted) && !written.has(keyOf(record, field))) continue;
        if (rule === 'always' && !same(value, wanted)) broken.push(`${where}, not ${String(wanted)}`);
        if (rule === 'always') continue;
        if (isEmpty(value) && !isEmpty(wanted)) broken.push(`${where}, not ${String(wanted)}`);
        if (rule === 'if_empty_or_ours' && standing.whose === 'ours' && !same(value, wanted))
          broken.push(`${where}, which is ours, not ${String(wanted)}`);
      }
    },
    /** From here on the app has seen everything. */
    calm: () => {
      doubtful = new Set();
    },
  };
}
