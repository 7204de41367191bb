import { endpoints } from '../../server/pipedrive/endpoints.ts';
import { createPipedrive } from '../../server/pipedrive/pipedrive.ts';
import type { Caller, Pipedrive } from '../../server/pipedrive/types.ts';
import { systemClock } from '../../server/platform/clock.ts';
import { silentLog } from '../../server/platform/log.ts';
import { openBudget } from '../pipedrive/gateway.ts';
import type { FaultKind } from '../sandbox/world.ts';
import type { PreparedApp } from './prepared-app.ts';

export type EndpointName = keyof typeof endpoints;
export type Moment = Extract<FaultKind, 'timeout_before' | 'timeout_after'>;

/** The app refused, and says whether to try again. */
class Refused extends Error {
  constructor(
    readonly retry: boolean,
    words: string,
  ) {
    super(words);
  }
}

/** Loses the next call of this kind: before Pipedrive does it, or with the answer once it is done. */
export function loseNext(app: PreparedApp, name: EndpointName, kind: Moment): void {
  const { version, method, path } = endpoints[name];
  const wild = `*/${version}${path.replace(/\{\w+\}/g, '*')}`;
  app.sandbox.addFault({ kind, method, path: wild, how: 'cut' });
}

/**
 * Calls the app as its admin.
 * @throws Refused when it answers with an error
 */
export async function call<T>(app: PreparedApp, method: string, path: string, body?: object): Promise<T> {
  const answer = await app.api(app.admin, method, path, body);
  if (answer.status < 400) return answer.body as T;
  const { error } = answer.body as { error: { retry: boolean } };
  throw new Refused(error.retry, `${method} ${path}: ${JSON.stringify(error)}`);
}

/** Does something as a person does: again where the app says so, three times at most. */
export async function untilDone<T>(act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (attempt === 3 || !(error instanceof Refused && error.retry)) throw error;
    }
  }
}

/** The app's way to Pipedrive, for the calls that no part of the app makes yet. */
export function directPipedrive(app: PreparedApp): { pipedrive: Pipedrive; caller: Caller } {
  // Another admin's grant: a new one of the same user would end the app's.
  const userId = app.sandbox.world.users.find(({ isAdmin, id }) => isAdmin && id !== app.admin)?.id ?? 0;
  const accessToken = app.sandbox.install(userId).access_token;
  const grant = async () => ({ accessToken, apiDomain: app.sandbox.url });
  const pipedrive = createPipedrive({
    tokens: { fresh: grant, afterRejection: grant },
    budget: openBudget().budget,
    ...{ clock: systemClock, log: silentLog, random: () => 0 },
  });
  const caller = { companyId: app.sandbox.world.company.id, userId, lane: 'click' } as const;
  return { pipedrive, caller };
}
