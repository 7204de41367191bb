/*
 * What is promised of how much the app looks: not at what it did itself, not at what is gone, once at what it does not
 * know. It is told what happens to records and what answering it took. It imports nothing.
 */

/** A moment of Pipedrive's: its place among all that happened there, and the time. */
type Moment = { order: number; at: number };
/** What happened to a record, as it is sent to the app. */
type Happening = Moment & { kind: 'create' | 'change' | 'delete'; byApp: boolean };
/** What it took the app to answer some of that: looks at the record; and what it says came of it. */
type Answer = {
  orders: readonly number[];
  looks: number;
  says: 'unknown' | 'written' | 'gone' | 'other';
  now: number;
};

const justNowMs = 5_000;
const secondOf = ({ at }: Moment) => Math.floor(at / 1000);
const sameSecond = (one: Moment, other: Moment) => secondOf(one) === secondOf(other);

/** Adds to `broken` what is not kept. `isDoubtful`: of such a record the app may know less than what happened. */
export function createLooksModel(broken: string[], isDoubtful: (record: number) => boolean) {
  const happened = new Map<number, Happening[]>();
  /** Records whose deletion the app was told of, and those it has known and says are gone. */
  const toldGone = new Set<number>();
  const saidGone = new Set<number>();
  /** Up to which happening other fields were mapped. */
  let remapped = 0;
  const lastOf = (record: number) => happened.get(record)?.at(-1);

  return {
    /** Something happens to a record. */
    happens(record: number, what: Happening): void {
      happened.set(record, [...(happened.get(record) ?? []), what]);
      if (what.kind === 'delete') return;
      toldGone.delete(record);
      saidGone.delete(record);
    },
    /** The app has answered events of a record. */
    answered(record: number, { orders, looks, says, now }: Answer): void {
      const all = happened.get(record) ?? [];
      const these = all.filter(({ order }) => orders.includes(order));
      const last = all.at(-1);
      if (looks > 0) {
        const where = `${looks} looks at ${record} to answer ${orders.join(' ')}`;
        // Times are whole seconds: of what happened in the same one only a look tells which was later.
        const isAlone = these.every((one) => all.every((other) => other === one || !sameSecond(one, other)));
        const isCertain = isAlone && these.every(({ order }) => order > remapped) && !isDoubtful(record);
        const isUseful = says === 'written' || says === 'gone';
        if (isCertain && !isUseful && these.every(({ byApp }) => byApp))
          broken.push(`${where}, which the app did itself`);
        if (isCertain && these.every(({ kind, at }) => kind === 'create' && now - at < justNowMs))
          broken.push(`${where}, which was made just now`);
        const isOver = last && these.every((one) => one.order < last.order && !sameSecond(one, last));
        if (isOver && saidGone.has(record)) broken.push(`${where}, and it is known to be gone`);
      }
      if (last?.kind !== 'delete') return;
      const isTold = orders.includes(last.order);
      if (isTold) toldGone.add(record);
      if (says === 'gone' || (isTold && says !== 'unknown')) saidGone.add(record);
    },
    /** The app sent a PATCH to a record that is deleted. One that was just made it need not look up first. */
    patchGone(record: number, now: number): void {
      const isMade = happened.get(record)?.some(({ kind, at }) => kind === 'create' && now - at < justNowMs);
      if (toldGone.has(record) && !isMade)
        broken.push(`a PATCH to ${record}, of which it was told that it is gone`);
    },
    /** The app was refused as the record is gone, and kept that. */
    refused(record: number): void {
      if (lastOf(record)?.kind === 'delete') toldGone.add(record);
    },
    /** Which fields are written has changed: by what was told before nothing is certain. */
    remaps(order: number): void {
      remapped = order;
    },
    /** The app has walked over all records: those that are gone it need not remember. */
    walked: () => saidGone.clear(),
    /** The app was removed and installed again. */
    reinstall(): void {
      toldGone.clear();
      saidGone.clear();
    },
  };
}
