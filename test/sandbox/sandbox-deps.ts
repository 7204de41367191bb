import type { SandboxClock } from './clock.ts';
import type { Registration } from './registration.ts';
import type { Schedule } from './schedule.ts';
import type { Records } from './state/records.ts';
import type { Deliveries } from './webhooks/deliveries.ts';
import type { World } from './world.ts';

/** What every part of the sandbox works with. */
export type SandboxDeps = {
  world: World;
  records: Records;
  clock: SandboxClock;
  schedule: Schedule;
  deliveries: Deliveries;
  registration: Registration;
  /** Where the app is reached; may change while the sandbox runs. */
  appUrl(): string;
  /** Origin handed out with tokens as `api_domain`. */
  apiDomain(): string;
  /** Says that the world changed, so that it is written to disk soon. */
  save(): void;
};
