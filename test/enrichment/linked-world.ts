import type { Connection } from 'mongoose';
import { afterEach, beforeEach } from 'vitest';
import type { Installation } from '../../server/install/installation.ts';
import type { RunView } from '../../server/runs/runs.contract.ts';
import type { Hooks, Process } from './enrichment-process.ts';
import { sources, startWorld, type World } from './enrichment-world.ts';

export type LinkedWorld = {
  /** The world of the present test. */
  world: World;
  /** Organizations linked to a store, by id. */
  linked: number[];
  /** Starts a process with a worker; it is stopped when the test is over. */
  begin(hooks?: Hooks): Process;
  installation(): Installation;
  /** What an organization holds in the fields we fill, by source. */
  held(id: number): Record<string, unknown>;
  /** Runs "Enrich all" to its end. */
  enrichAll(process: Process): Promise<RunView>;
};

/** Gives every test of a file a world whose scan is done. Call it at the top of the file. */
export function linkedWorld(db: Connection): LinkedWorld {
  let current: World | undefined;
  let linked: number[] = [];
  let processes: Process[] = [];
  const on: LinkedWorld = {
    get world() {
      if (!current) throw new Error('No test is running');
      return current;
    },
    get linked() {
      return linked;
    },
    begin(hooks) {
      const process = on.world.startProcess(hooks);
      process.worker.start();
      processes.push(process);
      return process;
    },
    installation() {
      const found = on.world.installations.get(on.world.companyId);
      if (!found) throw new Error('not installed');
      return found;
    },
    held: (id) => {
      const fields = on.world.organization(id).custom_fields;
      return Object.fromEntries(sources.map((source) => [source, fields[on.world.codeOf(source)] ?? null]));
    },
    async enrichAll(process) {
      const run = await on.world.startRun(process, 'enrich_all');
      return on.world.runIn(process, run.id, ['done', 'done_with_errors']);
    },
  };
  beforeEach(async () => {
    current = await startWorld(db, { organizations: 60, canary: ' CANARY-7f3a' });
    const scanner = on.begin();
    await current.scanned(scanner);
    await scanner.worker.stop();
    linked = await current.stores.links.enrichableIds(on.installation(), 0, 1000);
    current.calls.length = 0;
  });
  afterEach(async () => {
    await Promise.all(processes.map((process) => process.worker.stop()));
    processes = [];
    await current?.close();
  });
  return on;
}
