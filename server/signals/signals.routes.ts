import { Router } from 'express';
import { requireInstallation } from '../enrichment/epoch-guard.ts';
import { endpoints } from '../pipedrive/endpoints.ts';
import { endpoint, type VerifySession } from '../platform/endpoint.ts';
import { matchingOf } from './plan-signals.ts';
import type { SignalsPreview } from './signals.contract.ts';
import type { SignalsDeps } from './signals-deps.ts';

type Deps = Pick<
  SignalsDeps,
  'getInstallation' | 'getPreferences' | 'currentRelease' | 'linkedPage' | 'changesAfter'
> & { verifySession: VerifySession };

const pageSize = 5000;

/** Routes of change signals; see signals.contract.ts. */
export function createSignalsRouter(deps: Deps): Router {
  return Router().get(
    '/api/signals/preview',
    endpoint(deps.verifySession, {}, ({ session }) => previewSignals(deps, session.companyId)),
  );
}

/** Counts from links and catalogue alone, without a call to Pipedrive. */
async function previewSignals(deps: Deps, companyId: number): Promise<SignalsPreview> {
  const installation = await requireInstallation(deps, companyId);
  const { signals: rules } = await deps.getPreferences(installation);
  const current = await deps.currentRelease();
  const by = { installation, rules, after: (current?.number ?? 0) - 1 };
  let organizations = 0;
  for (let after = 0, over = !current || rules.length === 0; !over; ) {
    const page = await deps.linkedPage(installation, after, pageSize);
    organizations += (await matchingOf(deps, by, page)).length;
    after = page.at(-1)?.orgId ?? after;
    over = page.length < pageSize;
  }
  const release = current && { number: current.number, publishedAt: current.publishedAt.toISOString() };
  return { release, organizations, tokensPerNote: endpoints.addNote.cost };
}
