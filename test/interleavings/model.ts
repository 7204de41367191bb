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
  | { whose: 'ours' }
  | { whose: 'nobody' | 'unsure'; lost?: readonly Value[] }
  | { whose: 'theirs'; since: Moment; lost?: readonly Value[] }
  | { whose: 'overwritten'; lost: readonly Value[]; order: number; isFleeting: boolean; isBack: boolean };

/** A moment of Pipedrive's: its place among all that happened there, and the time. */
export type Moment = { order: number; at: number };
/** How a PATCH was sent: whether because of an event, whether a gap is known of, and all that stores say. */
type How = Moment & { isGapKnown: boolean; says: readonly Value[] };

export type Kept = { rule: Rule; value: Value; wanted: Value | undefined };

/** Values we wrote over, one of which may be on its way back. */
const lostOf = (standing: Standing) => ('lost' in standing ? (standing.lost ?? []) : []);
const dayMs = 86_400_000;
const mostAnswersADay = 3;
/** What was looked at may be written on for so long. */
const lookIsGoodForMs = 60_000;
const isEmpty = (value: Value | undefined) => value === null || value === undefined || value === '';
const same = (a: Value | undefined, b: Value | undefined) => (isEmpty(a) ? isEmpty(b) : a === b);

/**
 * Follows the records of one company. `broken` collects the promises that were broken. `rules` may change, `rides` is the
 * field that alone is worth no call while it holds ours.
 */
export function createModel(rules: Readonly<Record<string, Rule>>, rides: string | null) {
  const broken: string[] = [];
  const standings = new Map<string, Standing>();
  /** Records of which the app may know less than stands there: after a crash, a lost answer, a restore. */
  let doubtful = new Set<number>();
  /** Fields somebody made hold what the app was perhaps about to write. */
  const anticipated = new Set<string>();
  const written = new Set<string>();
  let putBack = 0;
  const answers = new Map<string, number>();
  /** Up to which happening the app was told of a record, by events or by the answer to a PATCH. */
  const told = new Map<number, number>();
  const keyOf = (record: number, field: string) => `${record} ${field}`;
  const at = (record: number, field: string): Standing =>
    standings.get(keyOf(record, field)) ?? { whose: 'nobody' };
  const put = (record: number, field: string, standing: Standing) =>
    void standings.set(keyOf(record, field), standing);

  /**
   * What was written over by clearing a field, or while something else was put back, is known for that only until more is
   * known of the record.
   */
  const forget = (record: number, order: number) => {
    for (const field of Object.keys(rules)) {
      const before = at(record, field);
      if (before.whose === 'overwritten' && before.isFleeting && before.order < order)
        put(record, field, { whose: 'unsure', lost: before.lost });
    }
  };

  return {
    broken,
    putBack: () => putBack,
    isDoubtful: (record: number): boolean => doubtful.has(record),
    /** The app has seen a record as it was at some moment, and kept what it saw. */
    told(record: number, order: number): void {
      forget(record, order);
      told.set(record, Math.max(told.get(record) ?? 0, order));
    },
    /** The app has read a record; whether it kept what it read is not said. */
    looked: (record: number, { order }: Moment) => forget(record, order),
    /** The app has taken the event of a write of its own: what that went over has to be back by now. */
    taken(record: number, order: number): void {
      for (const field of Object.keys(rules)) {
        const before = at(record, field);
        if (before.whose === 'overwritten' && before.order === order)
          broken.push(`${before.lost.join(' or ')} in ${field} of ${record} is not put back`);
      }
    },
    /** Somebody else than the app made a field hold this. */
    theirs(record: number, field: string, value: Value, how: How): void {
      const before = at(record, field);
      const isOfStore = how.says.includes(value);
      // What is on its way back may still arrive.
      const lost = lostOf(before);
      if (isEmpty(value) || isOfStore || lost.includes(value)) anticipated.add(keyOf(record, field));
      if (isEmpty(value)) put(record, field, { whose: 'nobody', lost });
      // Somebody types what a store says: whose it is by that nobody can tell.
      else if (isOfStore) put(record, field, { whose: 'unsure', lost: [...lost, value] });
      else put(record, field, { whose: 'theirs', since: how, lost });
    },
    /** The app can no longer be expected to know whose value stands there; what is theirs is theirs. */
    unsure(record: number): void {
      doubtful.add(record);
      for (const field of Object.keys(rules)) {
        const before = at(record, field);
        written.delete(keyOf(record, field));
        if (before.whose !== 'theirs') put(record, field, { whose: 'unsure', lost: lostOf(before) });
      }
    },
    /** A merge has filled an empty field of one record with what the other held. */
    inherit(from: number, to: number, field: string, { value, ...since }: Moment & { value: Value }): void {
      const before = at(from, field);
      if (before.whose === 'theirs') put(to, field, { whose: 'theirs', since });
      // Written over before the app knows of the merge it comes back, too.
      else put(to, field, { whose: 'unsure', lost: [value] });
    },
    /** A call whose end the app did not see, or a process that died. */
    doubt(record: number): void {
      doubtful.add(record);
      // What somebody typed while something else was put back is known to nobody but the process that did it.
      for (const field of Object.keys(rules)) {
        const before = at(record, field);
        if (before.whose === 'overwritten' && before.isBack)
          put(record, field, { whose: 'unsure', lost: before.lost });
      }
    },
    /** What would have told the app of an overwritten value was lost on the way: it cannot come back. */
    untold(record: number, field: string): void {
      if (at(record, field).whose === 'overwritten') put(record, field, { whose: 'unsure' });
    },
    /** A PATCH of the app has arrived. `holds`: what stands there at that moment. */
    patch(record: number, sent: Fields, holds: Fields, how: How & { event: boolean }): void {
      const changes = Object.entries(sent).filter(([field, value]) => !same(holds[field], value));
      const wasAnticipated = Object.keys(sent).some((field) => anticipated.delete(keyOf(record, field)));
      if (changes.length === 0 && !doubtful.has(record) && !wasAnticipated)
        broken.push(`a needless PATCH to ${record} with ${JSON.stringify(sent)}`);
      forget(record, how.order);
      const [first, ...others] = changes.map(([field]) => field);
      if (
        first === rides &&
        others.length === 0 &&
        at(record, first).whose === 'ours' &&
        !doubtful.has(record)
      )
        broken.push(`a PATCH to ${record} for ${first} alone, which only rides along`);
      for (const [field, value] of Object.entries(sent)) {
        const before = at(record, field);
        const rule = rules[field] ?? 'never';
        const held = holds[field] ?? null;
        const lost = lostOf(before);
        const isBack = lost.some((each) => same(value, each));
        written.add(keyOf(record, field));
        if (isBack && same(held, value)) continue;
        if (isBack && before.whose !== 'theirs') {
          put(record, field, { whose: 'theirs', since: how });
          putBack++;
          continue;
        }
        const wrote = `wrote ${String(value)} over ${String(held)} in ${field} (${rule}) of ${record}`;
        if (!isBack && !isEmpty(value) && !how.says.includes(value))
          broken.push(`${wrote}, and nobody wants that there`);
        if (!isBack && rule === 'never') broken.push(wrote);
        if (before.whose === 'theirs' && rule !== 'always' && !same(held, value)) {
          put(record, field, {
            whose: 'overwritten',
            lost: [...lost, held],
            order: how.order,
            isFleeting: isBack || isEmpty(value),
            isBack,
          });
          if (before.since.order <= (told.get(record) ?? 0)) broken.push(`${wrote}, of which it was told`);
          if (how.isGapKnown && before.since.at < how.at - lookIsGoodForMs)
            broken.push(`${wrote} without a look, and it is known that events are missing`);
        } else if (before.whose === 'overwritten') put(record, field, before);
        else if (lost.length > 0 && before.whose !== 'theirs') put(record, field, { whose: 'unsure', lost });
        else put(record, field, { whose: isEmpty(value) ? 'nobody' : 'ours' });
        if (!how.event || same(holds[field], value)) continue;
        const key = `${keyOf(record, field)} ${Math.floor(how.at / dayMs)}`;
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
      told.clear();
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
          broken.push(`${where}; ${standing.lost.join(' or ')} is lost`);
        if (wanted === undefined || rule === 'never') continue;
        // No call is made for what only rides along.
        if (field === rides && ['ours', 'unsure'].includes(standing.whose)) continue;
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
