import { planEnrichAll } from '../../server/enrichment/enrich-all.ts';
import { enrichByButton } from '../../server/enrichment/enrich-by-button.ts';
import { enrichChunk } from '../../server/enrichment/enrich-chunk.ts';
import { readOrganization } from '../../server/enrichment/read-record.ts';
import { boundaries } from '../../server/platform/boundaries.ts';
import { isAppError } from '../../server/platform/errors.ts';
import type { Chunk } from '../../server/runs/chunk.ts';
import { countsTotal, noCounts, type Run } from '../../server/runs/run.ts';
import { RunPause } from '../../server/runs/run-work.ts';
import { createSlots } from '../../server/runs/slots.ts';
import { type Dice, dice } from './dice.ts';
import type { FieldLaw, Held } from './model.ts';
import { type Actor, createWorld, type World } from './world.ts';

/** What one history came to: the promises that were broken, and what happened in it. */
export type Outcome = {
  broken: string[];
  patches: number;
  reads: number;
  longestGap: number;
  story: string[];
};

const rules: FieldLaw['rule'][] = ['always', 'if_empty_or_ours', 'if_empty_or_ours', 'if_empty', 'never'];

/** Plays one history, wholly decided by its seed, and holds it against the model. */
export async function simulate(seed: number): Promise<Outcome> {
  const roll = dice(seed);
  const story: string[] = [];
  const tell = (what: string) => void story.push(what);
  const world = createWorld({
    rules: Array.from({ length: 5 }, () => roll.pick(rules)),
    keep: Array.from({ length: 5 }, () => roll.chance(0.3)),
    records: roll.chance(0.06) ? 12 : roll.between(1, 3),
    tell,
  });
  for (const orgId of world.recordIds) if (roll.chance(0.8)) changeStore(world, roll, orgId);
  tell(world.laws.map(({ name, rule }) => `${name}: ${rule}`).join(', '));
  const broken: string[] = [];
  try {
    for (let step = roll.between(4, 10); step > 0; step--) await takeStep(world, roll, tell);
    tell('a last run, and one more');
    const reading = roll.pick([null, 'pages'] as const);
    await runThrough(world, roll, { disturbed: false, reading });
    const before = world.counts.patches;
    await runThrough(world, roll, { disturbed: false, reading });
    if (world.counts.patches > before)
      broken.push('a second run right after the first had something to write');
  } catch (error) {
    broken.push(
      `the story itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
  }
  const { patches, reads } = world.counts;
  return {
    broken: [...world.model.broken, ...broken],
    patches,
    reads,
    longestGap: world.model.longestGap(),
    story,
  };
}

async function takeStep(world: World, roll: Dice, tell: (what: string) => void): Promise<void> {
  const kind = roll.weighted({ store: 5, edit: 4, run: 5, button: 2, time: 2, reinstall: 0.4, rule: 0.4 });
  tell(`— ${kind}`);
  if (kind === 'store') return changeStore(world, roll);
  if (kind === 'edit') return void editByHand(world, roll);
  if (kind === 'time') return world.pass(roll.pick([5_000, 45_000, 90_000, 3_600_000]));
  if (kind === 'reinstall') return world.reinstall();
  if (kind === 'rule') return changeRule(world, roll);
  if (kind === 'button') return pressAlone(world, roll);
  const reading = roll.pick([null, 'pages'] as const);
  await runThrough(world, roll, { disturbed: roll.chance(0.7), reading });
}

function changeStore(world: World, roll: Dice, orgId = roll.pick(world.recordIds)): void {
  const values = world.valuesOf(orgId);
  for (const { name, fromStore } of world.fields) if (roll.chance(0.5)) values[name] = roll.pick(fromStore);
  world.setStore(orgId, values);
}

function editByHand(world: World, roll: Dice, orgId = roll.pick(world.recordIds)): string {
  const { name, byHand } = roll.pick(world.fields);
  world.edit(orgId, name, roll.pick(byHand));
  return `${orgId} ${name}`;
}

function changeRule(world: World, roll: Dice): void {
  const at = roll.between(0, world.fields.length - 1);
  const [field, law, entry] = [world.fields[at], world.laws[at], world.mapping.entries[at]];
  if (!field || !law || !entry) return;
  field.rule = law.rule = entry.rule = roll.pick(rules);
  world.mapping.version++;
}

async function press(world: World, orgId: number): Promise<void> {
  const deps = world.depsOf('button');
  const installation = world.installation();
  const caller = { companyId: world.companyId, userId: 2, lane: 'click' } as const;
  const read = await readOrganization(deps, caller, orgId);
  if (read.state !== 'ok') return;
  const match = { kind: 'match', storeId: `s${orgId}.example`, key: 'host' } as const;
  const record = {
    installation,
    caller,
    organization: read.organization,
    website: '',
    readAt: read.readAt,
    matched: { match, domains: [] },
  };
  await enrichByButton(deps, record);
}

/** Errors a person is told of; any other is a mistake of the app. */
function tolerable(world: World, error: unknown): void {
  if (world.life.dead) return;
  if (!isAppError(error)) throw error;
}

async function pressAlone(world: World, roll: Dice): Promise<void> {
  world.model.forgetLooks();
  const orgId = roll.pick(world.recordIds);
  const disturbed = roll.chance(0.5);
  const touched = disturbed ? disturb(world, roll, 'button') : new Set<string>();
  await press(world, orgId).catch((error: unknown) => tolerable(world, error));
  calm(world);
  if (!disturbed) check(world, 'button', [orgId], new Map(), touched);
}

/** Makes something go wrong, or somebody interfere, at some moment of what follows. Gives the fields touched by hand. */
function disturb(world: World, roll: Dice, actor: Actor): Set<string> {
  const { hooks } = world;
  const touched = new Set<string>();
  let calls = roll.between(1, 4);
  const nth = (act: () => void) => () => {
    if (--calls === 0) act();
  };
  const kind = roll.weighted({ edit: 4, die: 3, dieInCall: 2, fate: 4, slow: 3 });
  if (kind === 'edit') {
    const times = roll.between(1, 3);
    let left = times;
    hooks.atCall = ({ ids }) => {
      if (left <= 0 || !roll.chance(0.5)) return;
      left--;
      const orgId = ids[0];
      if (orgId !== undefined) touched.add(editByHand(world, roll, orgId));
    };
  } else if (kind === 'die') {
    const where = roll.pick(boundaries.filter((name) => !name.startsWith('scan.')));
    const die = nth(() => world.die());
    hooks.atBoundary = (name) => {
      if (name === where) die();
    };
  } else if (kind === 'dieInCall') {
    const die = nth(() => world.die());
    const when = roll.pick(['before', 'after'] as const);
    hooks.atCall = (moment) => {
      if (moment.name === 'patch' && moment.when === when && moment.actor === actor) die();
    };
  } else if (kind === 'fate') {
    const fate = roll.pick(['lost_before', 'lost_after', 'limited_after', 'no_budget'] as const);
    hooks.fate = () => (roll.chance(0.4) ? fate : 'well');
  } else {
    let slow = roll.between(1, 4);
    hooks.delay = () => (slow-- > 0 ? roll.pick([0, 2_000, 35_000, 70_000]) : 0);
  }
  return touched;
}

function calm(world: World): void {
  Object.assign(world.hooks, { atCall: null, atBoundary: null, fate: null, delay: null });
  if (world.life.dead) world.revive();
}

/** Runs "Enrich all" to its end, whatever comes in between; then what it had to bring about must be so. */
async function runThrough(
  world: World,
  roll: Dice,
  { disturbed, reading }: { disturbed: boolean; reading: Run['reading'] },
): Promise<void> {
  const { model, recordIds, held } = world;
  model.forgetLooks();
  const due = new Map(recordIds.map((orgId) => [orgId, model.due(orgId, held.get(orgId) ?? {})]));
  const run = newRun(world, reading);
  world.tell(`run, ${reading ?? 'blocks'}, ${disturbed ? 'disturbed' : 'undisturbed'}`);
  const touched = disturbed ? disturb(world, roll, 'run') : new Set<string>();
  let beside: Promise<void> | null = null;
  let orderly = !disturbed || world.hooks.delay !== null || world.hooks.atCall !== null;
  if (disturbed && world.hooks.fate === null && roll.chance(0.3)) {
    orderly = false;
    const before = world.hooks.atCall;
    let calls = roll.between(1, 5);
    world.hooks.atCall = (moment) => {
      if (--calls === 0 && !beside)
        beside = press(world, moment.ids[0] ?? 0).catch((error: unknown) => tolerable(world, error));
      before?.(moment);
    };
  }
  for (let turn = 1; ; turn++) {
    try {
      await oneTurn(world, run);
      break;
    } catch (error) {
      if (turn > 12) throw error;
      if (error instanceof RunPause) world.pass(61_000);
      else if (!world.life.dead) throw error;
      orderly &&= error instanceof RunPause;
      await beside;
      calm(world);
    }
  }
  await beside;
  calm(world);
  if (orderly) check(world, 'run', recordIds, due, touched);
}

/** What one process does of a run, from where the last one left it. Its counters must balance. */
async function oneTurn(world: World, run: Run): Promise<void> {
  const deps = world.depsOf('run');
  const { signal } = new AbortController();
  const ranges: { from: number; to: number; count: number }[] = [];
  await planEnrichAll(deps, run, {
    signal,
    checkpoint: async (progress) => void Object.assign(run, progress),
    addChunks: async (more) => void ranges.push(...more),
    plannedTo: async () => 0,
  });
  for (const range of ranges) {
    const chunk: Chunk = {
      ...range,
      id: `${run.id}:${range.from}`,
      runId: run.id,
      companyId: run.companyId,
      epoch: run.epoch,
      done: false,
      token: 't',
      until: new Date(0),
      counts: noCounts(),
      tokensUsed: 0,
      longestGapMs: null,
    };
    const counts = noCounts();
    let found = 0;
    let finished = false;
    await enrichChunk(deps, run, chunk, {
      signal,
      slots: createSlots(3),
      counts,
      found: (count) => {
        found = count;
      },
      spent: () => undefined,
      gap: () => undefined,
      finish: async () => {
        finished = true;
      },
    });
    if (!finished || countsTotal(counts) !== found)
      world.model.broken.push(`the counters do not balance: ${found} found, ${JSON.stringify(counts)}`);
  }
}

/** Holds what records hold now against what had to come about, but for fields that people touched meanwhile. */
function check(
  world: World,
  actor: Actor,
  recordIds: readonly number[],
  due: ReadonlyMap<number, Held>,
  touched: ReadonlySet<string>,
): void {
  for (const orgId of recordIds) {
    const holds = world.held.get(orgId) ?? {};
    const owed = { ...due.get(orgId), ...world.model.owed(orgId, actor) };
    for (const [field, value] of Object.entries(owed)) {
      if (touched.has(`${orgId} ${field}`)) continue;
      if ((holds[field] || null) === (value || null)) continue;
      const rule = world.laws.find(({ name }) => name === field)?.rule;
      world.model.broken.push(
        `${field} (${rule}) of ${orgId} holds ${String(holds[field])} after the ${actor}, not ${String(value)}`,
      );
    }
  }
}

function newRun(world: World, reading: Run['reading']): Run {
  const { epoch } = world.installation();
  return {
    id: world.depsOf('run').randomId(),
    companyId: world.companyId,
    epoch,
    kind: 'enrich_all',
    state: 'running',
    pauseReason: null,
    resumesAt: null,
    phase: 'driving',
    driver: null,
    planned: null,
    plannedIsEstimate: true,
    counters: noCounts(),
    tokensUsed: 0,
    reading,
    longestGapMs: null,
    cursor: null,
    highWater: 0,
    failures: 0,
    settled: false,
    createdByUserId: 1,
    createdAt: world.clock.now(),
    startedAt: null,
    pace: null,
    finishedAt: null,
    errorCode: null,
  };
}
