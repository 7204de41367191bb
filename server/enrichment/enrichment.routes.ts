import { Router } from 'express';
import { z } from 'zod';
import { endpoint, type Session } from '../platform/endpoint.ts';
import { enrichByButton } from './enrich-by-button.ts';
import { linkDecision } from './enrichment.contract.ts';
import type { EnrichmentRouterDeps } from './enrichment-deps.ts';
import { decideAboutLink } from './link-decision.ts';
import { callerOf, type OpenRecord, openRecord, organizationPanel, panelOf, personPanel } from './panel.ts';
import { hiddenPanel } from './panel-view.ts';
import { readOrganization } from './read-record.ts';
import { enrichAllEstimateOf, startEnrichAll, startScan } from './start-work.ts';

const params = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** Routes of panel, scan and "Enrich all"; see enrichment.contract.ts for what they answer. */
export function createEnrichmentRouter(deps: EnrichmentRouterDeps): Router {
  const { verifySession } = deps;
  const router = Router();

  /** Reads the record with the caller's own grant, acts on it, and shows what it came to. */
  const act = async (
    session: Session,
    signal: AbortSignal,
    id: number,
    action: (record: OpenRecord) => Promise<void>,
  ) => {
    const caller = callerOf(session, signal);
    const read = await readOrganization(deps, caller, id);
    if (read.state !== 'ok') return hiddenPanel(read.state, read.organizationId);
    // What was begun is finished, even when the person closes the panel.
    const record = await openRecord(deps, { ...session, lane: 'click' }, read);
    await action(record);
    return panelOf(deps, record);
  };

  router.get(
    '/api/organizations/:id/panel',
    endpoint(verifySession, { params }, ({ session, params: { id }, signal }) =>
      organizationPanel(deps, callerOf(session, signal), id),
    ),
  );
  router.get(
    '/api/persons/:id/panel',
    endpoint(verifySession, { params }, ({ session, params: { id }, signal }) =>
      personPanel(deps, callerOf(session, signal), id),
    ),
  );
  router.post(
    '/api/organizations/:id/enrich',
    endpoint(verifySession, { params }, ({ session, params: { id }, signal }) =>
      act(session, signal, id, (record) => enrichByButton(deps, record)),
    ),
  );
  router.post(
    '/api/organizations/:id/link',
    endpoint(verifySession, { params, body: linkDecision }, ({ session, params: { id }, body, signal }) =>
      act(session, signal, id, (record) => decideAboutLink(deps, record, body)),
    ),
  );
  router.post(
    '/api/scans',
    endpoint(verifySession, {}, async ({ session }) => {
      await deps.requireManager(session);
      return { run: await deps.viewRun(await startScan(deps, session)) };
    }),
  );
  router.get(
    '/api/enrich-all/estimate',
    endpoint(verifySession, {}, ({ session }) => enrichAllEstimateOf(deps, session)),
  );
  router.post(
    '/api/enrich-all',
    endpoint(verifySession, {}, async ({ session }) => {
      await deps.requireManager(session);
      return { run: await deps.viewRun(await startEnrichAll(deps, session)) };
    }),
  );
  return router;
}
