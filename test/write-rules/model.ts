/*
 * What the write rules promise, told once more by somebody who has never seen the server: values instead of tags, no
 * reading strategies, no locks. It is told what happens and says what must not have happened. It imports nothing.
 */

export type Value = string | number | null;
/** What a field of the mapping is like; `value` undefined: leave it alone. */
export type FieldLaw = {
  name: string;
  rule: 'always' | 'if_empty_or_ours' | 'if_empty' | 'never';
  drift: { kind: 'none' } | { kind: 'tolerance'; share: number } | { kind: 'rides_along' };
  isAddress: boolean;
  /** What Pipedrive makes of a value it is sent. */
  stored(value: Value): Value;
};
export type Wanted = Record<string, Value | undefined>;
export type Held = Record<string, Value>;

type Slot = { whose: 'ours'; held: Value; sent: Value } | { whose: 'empty' } | { whose: 'other' };
type State = { slot: Slot | null; pending: Value | undefined };
type Whose = Slot['whose'];
/**
 * `whose` and `owed` (what must be written because of it) from the moment the app has kept what it saw. `doubtful`:
 * fields to which something was, or may have been, sent since.
 */
type Look = {
  at: number;
  held: Held;
  whose: Record<string, Whose> | null;
  owed: Held;
  doubtful: Set<string>;
};

const longestGapMs = 60_000;
const isEmpty = (value: Value | undefined) => value === null || value === undefined || value === '';
const same = (a: Value | undefined, b: Value | undefined) => (isEmpty(a) ? isEmpty(b) : a === b);

/** Follows one company through its history. `broken` collects the promises that were broken. */
export function createModel(laws: readonly FieldLaw[]) {
  const broken: string[] = [];
  let states = new Map<number, Map<string, State>>();
  /** Who looked at what last, by record and actor. */
  let looks = new Map<string, Look>();
  const wanted = new Map<number, Wanted>();
  let longestGap = 0;

  const stateOf = (record: number, field: string): State => {
    const fields = states.get(record) ?? new Map<string, State>();
    states.set(record, fields);
    const state = fields.get(field) ?? { slot: null, pending: undefined };
    fields.set(field, state);
    return state;
  };
  const wantedOf = (record: number, field: string) => wanted.get(record)?.[field];
  const fail = (text: string) => void broken.push(text);

  function whoseAt({ slot, pending }: State, held: Value, want: Value | undefined): Whose {
    if (isEmpty(held)) return 'empty';
    if (want !== undefined && same(held, want)) return 'ours';
    if (pending !== undefined && same(held, pending)) return 'ours';
    return slot?.whose === 'ours' && same(held, slot.held) ? 'ours' : 'other';
  }

  function allows({ rule, isAddress }: FieldLaw, whose: Whose): boolean {
    if (rule === 'always') return true;
    if (rule === 'never') return false;
    return whose === 'empty' || (rule === 'if_empty_or_ours' && whose === 'ours' && !isAddress);
  }

  /** Too close to what we hold there to be worth a call. Numbers near the edge count as both. */
  function close(law: FieldLaw, ours: Value, want: Value, edge: number): boolean {
    if (isEmpty(ours)) return false;
    if (law.drift.kind === 'rides_along') return true;
    if (law.drift.kind === 'none' || typeof ours !== 'number' || typeof want !== 'number') return false;
    const [small, large] = [Math.min(ours, want), Math.max(ours, want)];
    return small > 0 && large / small <= 1 + law.drift.share * edge;
  }

  function inStep(slot: Slot | null, want: Value): boolean {
    if (!slot || slot.whose === 'other') return false;
    if (slot.whose === 'empty') return isEmpty(want);
    return same(slot.held, want) || same(slot.sent, want);
  }

  /** Takes in what an actor saw and has now kept. */
  function keep(record: number, actor: string): void {
    const look = looks.get(`${record} ${actor}`);
    if (!look || look.whose) return;
    look.whose = {};
    for (const law of laws) {
      const [held, want] = [look.held[law.name] ?? null, wantedOf(record, law.name)];
      const state = stateOf(record, law.name);
      const whose = whoseAt(state, held, want);
      look.whose[law.name] = whose;
      if (law.rule === 'never') continue;
      if (law.rule === 'always' && want === undefined && !state.slot && state.pending === undefined) continue;
      const before = state.slot;
      if (whose === 'other') state.slot = { whose: 'other' };
      else if (whose === 'empty') state.slot = { whose: 'empty' };
      else if (before?.whose !== 'ours' || !same(before.held, held))
        state.slot = { whose: 'ours', held, sent: want !== undefined && same(held, want) ? want : held };
      state.pending = undefined;
      if (want === undefined || same(held, want) || !allows(law, whose)) continue;
      if (inStep(state.slot, want) || (whose === 'ours' && close(law, held, want, 1.05))) continue;
      look.owed[law.name] = law.stored(want);
    }
  }

  /** Whether this field is a reason to send anything, by what the app knows. */
  function isReason(law: FieldLaw, record: number, want: Value, look: Look | undefined): boolean {
    const { slot, pending } = stateOf(record, law.name);
    if (look?.whose && !look.doubtful.has(law.name)) {
      const held = look.held[law.name] ?? null;
      // Of somebody else's value nothing is kept: that a store has come to say the same cannot be known.
      if (same(held, want)) return look.whose[law.name] === 'other';
      if (slot?.whose === 'ours' && same(slot.held, held) && inStep(slot, want)) return false;
      return !(look.whose[law.name] === 'ours' && close(law, held, want, 0.95));
    }
    if (pending !== undefined) return true;
    if (!slot) return !isEmpty(want);
    return !inStep(slot, want) && !(slot.whose === 'ours' && close(law, slot.held, want, 0.95));
  }

  return {
    broken,
    longestGap: () => longestGap,
    /** What the store says the fields should hold from now on. */
    want: (record: number, values: Wanted) => void wanted.set(record, values),
    /** The app was removed and installed again: it knows nothing. */
    reinstall: () => {
      states = new Map();
      looks = new Map();
    },
    /** A process died: what it had seen and not kept is lost. */
    died: () => {
      for (const [key, { whose, doubtful }] of looks) {
        if (!whose) looks.delete(key);
        for (const [field, { pending }] of states.get(Number.parseInt(key, 10)) ?? [])
          if (pending !== undefined) doubtful.add(field);
      }
    },
    look: (record: number, actor: string, held: Held, at: number) =>
      void looks.set(`${record} ${actor}`, {
        at,
        held: { ...held },
        whose: null,
        owed: {},
        doubtful: new Set(),
      }),
    /** The actor found that somebody else was faster, and drops what it saw. */
    drop(record: number, actor: string): void {
      const key = `${record} ${actor}`;
      if (!looks.get(key)?.whose) looks.delete(key);
    },
    keep,
    /** What must be written because the actor saw it, and kept that. */
    owed: (record: number, actor: string): Held => looks.get(`${record} ${actor}`)?.owed ?? {},
    /** The stores changed: what had to be written because of a look need not be written any more. */
    disown: () => {
      for (const look of looks.values()) look.owed = {};
    },
    /** A new run begins: what was seen before it no longer counts. */
    forgetLooks: () => {
      looks = new Map();
    },
    /** The app has noted what it is about to send. */
    intend(record: number, actor: string, values: Held): void {
      keep(record, actor);
      for (const [field, value] of Object.entries(values)) stateOf(record, field).pending = value;
    },
    /** A PATCH has arrived at Pipedrive. `holds`: what it holds at that moment. */
    patch(record: number, actor: string, sent: Held, holds: Held, at: number): void {
      const look = looks.get(`${record} ${actor}`);
      const reasons = laws.filter(({ name }) => name in sent && wantedOf(record, name) !== undefined);
      if (Object.keys(sent).length === 0) fail(`a PATCH without a field to ${record}`);
      for (const law of laws) {
        const value = sent[law.name];
        if (value === undefined) continue;
        const where = `${law.name} (${law.rule}) of ${record}, which holds ${String(holds[law.name])}`;
        const want = wantedOf(record, law.name);
        if (want === undefined || !same(value, want)) fail(`wrote ${String(value)}, not wanted, to ${where}`);
        if (law.rule === 'always') continue;
        if (!look?.whose) {
          fail(`wrote ${String(value)} unseen to ${where}`);
          continue;
        }
        const gap = at - look.at;
        longestGap = Math.max(longestGap, gap);
        if (gap > longestGapMs) fail(`wrote ${gap} ms after reading to ${where}`);
        const whose = look.whose[law.name] ?? 'other';
        if (!allows(law, whose)) fail(`wrote ${String(value)} over what was ${whose} when read, to ${where}`);
      }
      if (!reasons.some((law) => isReason(law, record, wantedOf(record, law.name) ?? null, look)))
        fail(`a needless PATCH to ${record} with ${JSON.stringify(sent)}`);
      // Whatever becomes of it, the app must know from now on that it may have arrived.
      for (const [field, value] of Object.entries(sent)) {
        stateOf(record, field).pending = value;
        look?.doubtful.add(field);
      }
    },
    /** The app has kept Pipedrive's answer to a PATCH. */
    confirm(record: number, sent: Held, holds: Held): void {
      for (const [field, value] of Object.entries(sent)) {
        const held = holds[field] ?? null;
        const slot: Slot = isEmpty(held) ? { whose: 'empty' } : { whose: 'ours', held, sent: value };
        states.get(record)?.set(field, { slot, pending: undefined });
      }
      // The answer holds the whole record: of what was not sent it tells, too.
      for (const { name } of laws) {
        const state = stateOf(record, name);
        if (name in sent || !state.slot || state.pending !== undefined) continue;
        const held = holds[name] ?? null;
        if (!isEmpty(held) && state.slot.whose === 'ours' && same(state.slot.held, held)) continue;
        if (state.slot.whose !== (isEmpty(held) ? 'empty' : 'other'))
          for (const [key, look] of looks) if (key.startsWith(`${record} `)) look.doubtful.add(name);
        state.slot = { whose: isEmpty(held) ? 'empty' : 'other' };
      }
    },
    /** The app has kept that nothing of what it was sending can have arrived. */
    withdraw(record: number, sent: Held): void {
      for (const field of Object.keys(sent)) stateOf(record, field).pending = undefined;
    },
    /**
     * What a run that begins now must bring about, if nobody interferes: by record and field the value that must be held
     * at its end. Fields it may or may not touch are not in it.
     */
    due(record: number, holds: Held): Held {
      const due: Held = {};
      for (const law of laws) {
        const want = wantedOf(record, law.name);
        if (want === undefined || law.rule === 'never') continue;
        const state = stateOf(record, law.name);
        const { slot, pending } = state;
        const held = holds[law.name] ?? null;
        if (pending === undefined) {
          if (inStep(slot, want)) continue;
          if (slot?.whose === 'ours' && close(law, slot.held, want, 1.05)) continue;
          if (law.rule === 'always' && !slot && isEmpty(want)) continue;
        }
        const whose = whoseAt(state, held, want);
        if (law.rule !== 'always' && isEmpty(want) && whose === 'empty') continue;
        if (law.rule !== 'always' && !allows(law, whose)) continue;
        if (whose === 'ours' && close(law, held, want, 1.05)) continue;
        due[law.name] = law.stored(want);
      }
      return due;
    },
  };
}
