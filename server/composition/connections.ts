import { defineConnectionJobs, scheduleConnectionJobs } from '../install/connection.jobs.ts';
import type { ConnectionKey } from '../install/connection.ts';
import type { InstallDeps } from '../install/install-deps.ts';
import { keepAlive } from '../install/keep-alive.ts';
import { createOnBroken } from '../install/on-broken.ts';
import { tendConnections } from '../install/tend-connections.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Access } from './access.ts';
import type { Stores } from './stores.ts';

/** What looks after connections. */
export type Connections = {
  onBroken(key: ConnectionKey): Promise<void>;
  /** Call once the queue has started. */
  schedule(): Promise<void>;
};

/** Declares the jobs that look after connections, and says what follows when one breaks. */
export function composeConnections(parts: {
  install: InstallDeps;
  stores: Stores;
  access: Access;
  jobs: Jobs;
}): Connections {
  const { install, stores, access, jobs } = parts;
  const tending = {
    ...install,
    dangerousCompaniesWaitingAcrossCompanies: stores.runs.dangerousWaitingForConnectionAcrossCompanies,
  };
  defineConnectionJobs(jobs, {
    tend: () => tendConnections(tending),
    keepAlive: (signal) => keepAlive({ ...install, tokens: access.tokens }, signal),
  });
  return { onBroken: createOnBroken(install), schedule: () => scheduleConnectionJobs(jobs) };
}
