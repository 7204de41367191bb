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
  | { whose: 'nobody'; lost?: Value }
  | { whose: 'theirs'; since: Moment; lost?: Value }
  | { whose: 'unsure'; lost?: Value }
  | { whose: 'overwritten'; lost: Value; ours: Value };

/** A moment of Pipedrive's: its place among all that happened there, and the time. */
export type Moment = { order: number; at: number };
/** What happened to a record, as it is sent to the app. */
type Happening = Moment & { kind: 'create' | 'change' | 'delete'; byApp: boolean };
/** What it took the app to answer some of that: records it looked at, and what it says became of them. */
type Answer = { orders: readonly number[]; looks: number; saysGone: boolean; now: number };
/** How a PATCH was sent: whether because of an event, whether a gap is known of, and all that stores say. */
type How = Moment & { isGapKnown: boolean; says: readonly Value[] };

export type Kept = { rule: Rule; value: Value; wanted: Value | undefined };

const dayMs = 86_400_000;
const mostAnswersADay = 3;
/** What was looked at may be written on for so long. */
const lookIsGoodForMs = 60_000;
const justNowMs = 5_000;
const isEmpty = (value: Value | undefined) => value === null || value === undefined || value === '';
const secondOf = ({ at }: Moment) => Math.floor(at / 1000);
const sameSecond = (one: Moment, other: Moment) => secondOf(one) === secondOf(other);
const same = (a: Value | undefined, b: Value | undefined) => (isEmpty(a) ? isEmpty(b) : a === b);

/** Follows the records of one company. `broken` collects the promises that were broken. */
export function createModel(rules: Readonly<Record<string, Rule>>) {
  const broken: string[] = [];
  const standings = new Map<string, Standing>();
  /** Records of which the app may know less than stands there: after a crash, a lost answer, a restore. */
  let doubtful = new Set<number>();
  /** Fields somebody made hold what the app was perhaps about to write. */
  const anticipated = new Set<string>();
  const written = new Set<string>();
  let putBack = 0;
  const answers = new Map<string, number>();
  const happened = new Map<number, Happening[]>();
  /** Up to which happening the app was told of a record, by events or by the answer to a PATCH. */
  const told = new Map<number, number>();
  /** Records whose deletion the app was told of, and those of which it says itself that they are gone. */
  const toldGone = new Set<number>();
  const saidGone = new Set<number>();
  const keyOf = (record: number, field: string) => `${record} ${field}`;
  const at = (record: number, field: string): Standing =>
    standings.get(keyOf(record, field)) ?? { whose: 'nobody' };
  const put = (record: number, field: string, standing: Standing) =>
    void standings.set(keyOf(record, field), standing);

  return {
    broken,
    putBack: () => putBack,
    /** Something happens to a record. */
    happens(record: number, what: Happening): void {
      happened.set(record, [...(happened.get(record) ?? []), what]);
      if (what.kind === 'delete') return;
      toldGone.delete(record);
      saidGone.delete(record);
    },
    /** The app has seen a record as it was at some moment, and kept what it saw. */
    told(record: number, order: number): void {
      told.set(record, Math.max(told.get(record) ?? 0, order));
    },
    /** The app has answered events of a record. */
    answered(record: number, { orders, looks, saysGone, now }: Answer): void {
      const all = happened.get(record) ?? [];
      const these = all.filter(({ order }) => orders.includes(order));
      const isAlone = these.every((one) => all.every((other) => other === one || !sameSecond(one, other)));
      const where = `${looks} looks at ${record} to answer ${orders.join(' ')}`;
      if (looks > 0 && isAlone && !doubtful.has(record)) {
        if (these.every(({ byApp }) => byApp)) broken.push(`${where}, which the app did itself`);
        const isNew = these.every(({ kind, at }) => kind === 'create' && now - at < justNowMs);
        if (isNew) broken.push(`${where}, which was made just now`);
      }
      const last = all.at(-1);
      if (
        looks > 0 &&
        last &&
        saidGone.has(record) &&
        these.every((one) => one.order < last.order && !sameSecond(one, last))
      )
        broken.push(`${where}, and it is known to be gone`);
      if (last?.kind === 'delete' && orders.includes(last.order)) toldGone.add(record);
      if (last?.kind === 'delete' && saysGone) saidGone.add(record);
      this.told(record, Math.max(...orders));
    },
    /** The app was refused as the record is gone, and kept that. */
    refused: (record: number) =>
      void (happened.get(record)?.at(-1)?.kind === 'delete' && toldGone.add(record)),
    /** The app sent a PATCH to a record that is deleted. One that was just made it need not look up first. */
    patchGone(record: number, now: number): void {
      const isJustMade = happened
        .get(record)
        ?.some(({ kind, at }) => kind === 'create' && now - at < justNowMs);
      if (toldGone.has(record) && !isJustMade)
        broken.push(`a PATCH to ${record}, of which it was told that it is gone`);
    },
    /** Somebody else than the app made a field hold this. */
    theirs(record: number, field: string, value: Value, how: How): void {
      const before = at(record, field);
      const isOfStore = how.says.includes(value);
      if (isEmpty(value) || isOfStore) anticipated.add(keyOf(record, field));
      // What is on its way back may still arrive.
      const lost = 'lost' in before ? { lost: before.lost } : {};
      if (isEmpty(value)) put(record, field, { whose: 'nobody', ...lost });
      // Somebody types what a store says: whose it is by that nobody can tell.
      else if (isOfStore) put(record, field, { whose: 'unsure', lost: value });
      else put(record, field, { whose: 'theirs', since: how, ...lost });
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
    inherit(from: number, to: number, field: string, since: Moment): void {
      const before = at(from, field);
      put(to, field, before.whose === 'theirs' ? { whose: 'theirs', since } : { whose: 'unsure' });
    },
    /** A call whose end the app did not see, or a process that died. */
    doubt: (record: number) => void doubtful.add(record),
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
      for (const [field, value] of Object.entries(sent)) {
        const before = at(record, field);
        const rule = rules[field] ?? 'never';
        const held = holds[field] ?? null;
        const lost = 'lost' in before ? before.lost : undefined;
        const isBack = lost !== undefined && same(value, lost);
        written.add(keyOf(record, field));
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
          put(record, field, { whose: 'overwritten', lost: held, ours: value });
          if (before.since.order <= (told.get(record) ?? 0)) broken.push(`${wrote}, of which it was told`);
          if (how.isGapKnown && before.since.at < how.at - lookIsGoodForMs)
            broken.push(`${wrote} without a look, and it is known that events are missing`);
        } else if (before.whose === 'overwritten') put(record, field, { ...before, ours: value });
        else if (before.whose === 'unsure' && !isEmpty(lost) && same(held, lost)) put(record, field, before);
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
      toldGone.clear();
      saidGone.clear();
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
    /** The app has walked over all records: those that are gone it need not remember. */
    walked: () => saidGone.clear(),
    calm: () => {
      doubtful = new Set();
    },
  };
}
