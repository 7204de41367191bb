import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Decisions, newLink } from '../../server/enrichment/link.ts';
import { pipedriveError } from '../../server/pipedrive/errors.ts';
import { organizationId } from '../sandbox/seed/organizations.ts';
import { shopHost } from '../sandbox/seed/shop-hosts.ts';
import { websiteText } from '../sandbox/seed/website-text.ts';
import { testDatabase } from '../support/database.ts';
import { waitFor } from '../support/wait-for.ts';
import { admin, type Process } from './enrichment-process.ts';
import { ownCollections, startWorld, type World } from './enrichment-world.ts';

const db = await testDatabase();
let world: World;
let processes: Process[] = [];

function begin(...hooks: Parameters<World['startProcess']>): Process {
  const process = world.startProcess(...hooks);
  process.worker.start();
  processes.push(process);
  return process;
}

beforeEach(async () => {
  world = await startWorld(db, { organizations: 300 });
});
afterEach(async () => {
  await Promise.all(processes.map((process) => process.worker.stop()));
  processes = [];
  await world.close();
});

/** What the seed says: organization id → store id. The first admin sees all of them. */
function truth(): Map<number, string> {
  const stores = new Map<number, string>();
  for (let i = 0; i < 300; i++) {
    const { shop } = websiteText(i);
    if (shop !== null) stores.set(organizationId(i), shopHost(shop).host.replace(/^www\./, ''));
  }
  return stores;
}

async function linked(): Promise<Map<number, string>> {
  const links = await world.stores.links.inRange(
    world.installations.get(world.companyId) ?? never(),
    1,
    10_000,
  );
  return new Map(
    links.flatMap((link) => (link.match.storeId ? [[link.orgId, link.match.storeId] as const] : [])),
  );
}
const never = (): never => {
  throw new Error('there should be an installation');
};

describe('the overlap scan', () => {
  test('links exactly the organizations whose websites are stores, and counts every organization once', async () => {
    const process = begin();
    const view = await world.scanned(process);
    expect(await linked()).toEqual(truth());
    expect(view.written).toBe(truth().size);
    expect(view.remaining).toBe(0);
    expect(view.plannedIsEstimate).toBe(false);
    expect(view.skipped['no_website']).toBeGreaterThan(0);
    expect(view.skipped['not_a_shop']).toBeGreaterThan(0);
    expect(world.count('listOrganizations')).toBe(2);
  });

  test('a second scan finds the same and writes no link', async () => {
    const process = begin();
    const first = await world.scanned(process);
    const before = await db.collection('links').find().sort({ _id: 1 }).toArray();
    const second = await world.scanned(process);
    expect(second).toMatchObject({
      written: 0,
      unchanged: first.written,
      planned: first.planned,
      skipped: first.skipped,
    });
    expect(await db.collection('links').find().sort({ _id: 1 }).toArray()).toEqual(before);
  });

  test('links of organizations that are gone, or lost their website, are dropped', async () => {
    const process = begin();
    await world.scanned(process);
    const [gone, emptied] = [...truth().keys()];
    const actor = { userId: admin, source: 'app' } as const;
    world.sandbox.deps.records.remove('organization', gone ?? 0, actor);
    world.sandbox.deps.records.change('organization', emptied ?? 0, { website: null }, actor);
    await world.scanned(process);
    expect(await world.stores.links.get(world.companyId, gone ?? 0)).toBeNull();
    expect(await world.stores.links.get(world.companyId, emptied ?? 0)).toBeNull();
  });

  test('what people decided survives scans', async () => {
    const process = begin();
    await world.scanned(process);
    const [excluded, another] = [...truth().entries()];
    const decisions: [number, Partial<Decisions>][] = [
      [excluded?.[0] ?? 0, { doNotEnrich: true }],
      [another?.[0] ?? 0, { notStoreIds: [another?.[1] ?? ''] }],
    ];
    for (const [orgId, set] of decisions) {
      const link = await world.stores.links.get(world.companyId, orgId);
      expect(link && (await world.stores.links.change(link, set))).toBe(true);
    }
    const view = await world.scanned(process);
    expect(view.skipped['excluded']).toBe(2);
    expect((await world.stores.links.get(world.companyId, excluded?.[0] ?? 0))?.doNotEnrich).toBe(true);
    expect((await world.stores.links.get(world.companyId, another?.[0] ?? 0))?.match.kind).toBe(
      'not_this_store',
    );
  });

  test('takes up what others wrote of the same organizations while it read them', async () => {
    const [[first = 0] = [], [second = 0] = []] = [...truth().entries()];
    let meddled = false;
    const process = begin();
    const insertAsOther = async () => {
      const scope = {
        companyId: world.companyId,
        epoch: world.installations.get(world.companyId)?.epoch ?? '',
      };
      for (const orgId of [first, second]) {
        await world.stores.links.insert({
          ...newLink({ ...scope, orgId }),
          doNotEnrich: orgId === first,
          rev: 1,
        });
      }
    };
    const look = world.stores.links.inRange;
    world.stores.links.inRange = async (...range) => {
      const known = await look(...range);
      if (!meddled) {
        meddled = true;
        await insertAsOther();
      }
      return known;
    };
    const view = await world.scanned(process);
    expect(meddled).toBe(true);
    expect(view).toMatchObject({ planned: 300, written: truth().size - 1, skipped: { excluded: 1 } });
    expect(await world.stores.links.get(world.companyId, first)).toMatchObject({ doNotEnrich: true });
    expect(await linked()).toEqual(truth());
  });

  test.each(['scan.page-read', 'scan.links-written', 'scan.checkpoint-written'] as const)(
    'a process that dies at %s leaves a scan that another finishes with the same result',
    async (boundary) => {
      const dying = begin({
        atBoundary(name) {
          if (name === boundary) throw new Error('killed');
        },
      });
      const run = await world.startRun(dying, 'scan');
      await waitFor('the process to die', () => dying.life.dead);
      const heir = begin();
      const view = await world.runIn(heir, run.id, ['done']);
      expect(await linked()).toEqual(truth());
      expect(view.written).toBe(truth().size);
      expect(view.planned).toBe(300);
    },
  );

  test('a scan whose cursor has died starts over and skips what is known', async () => {
    const process = begin();
    await world.scanned(process);
    const linkedBefore = await db.collection('links').find().sort({ _id: 1 }).toArray();
    await process.worker.stop();
    // Stopped in the middle once: everything up to id 150 was counted, then the cursor died.
    const run = await world.startRun(process, 'scan');
    await world.stores.runs.takeDriver(run, { token: 'gone', until: new Date(0) }, new Date());
    const counters = { written: 0, unchanged: 100, skipped: { no_match: 46 }, failed: {} };
    await world.stores.runs.checkpoint(run, 'gone', { cursor: 'ZGVhZA', highWater: 150, counters });
    const heir = begin();
    const view = await world.runIn(heir, run.id, ['done']);
    const beyond = [...truth().keys()].filter((id) => id > 150).length;
    expect(view.unchanged).toBe(100 + beyond);
    expect(view.written).toBe(0);
    expect(await db.collection('links').find().sort({ _id: 1 }).toArray()).toEqual(linkedBefore);
  });

  test('a scan waits for its budget and goes on by itself', async () => {
    let broke = true;
    world.gate.before = (name) => {
      if (name !== 'listOrganizations' || !broke) return;
      broke = false;
      throw pipedriveError('budget_exhausted', { resumesAt: new Date(Date.now() + 3_600_000).toISOString() });
    };
    const process = begin();
    const run = await world.startRun(process, 'scan');
    const paused = await world.runIn(process, run.id, ['paused']);
    expect(paused.pauseReason).toBe('budget');
    await world.resetBudget();
    expect((await world.runIn(process, run.id, ['done'])).written).toBe(truth().size);
  });

  test('an uninstall in the middle of a page leaves no row', async () => {
    let uninstalled = false;
    const process = begin();
    world.gate.before = async (name) => {
      if (name !== 'listOrganizations' || uninstalled) return;
      await world.uninstall();
      uninstalled = true;
    };
    await world.startRun(process, 'scan');
    await waitFor('the uninstall', () => uninstalled);
    await process.worker.stop();
    for (const name of ownCollections) {
      expect(await db.collection(name).countDocuments(), name).toBe(0);
    }
  });
});
