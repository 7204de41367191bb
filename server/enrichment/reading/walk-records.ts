import { endpoints } from '../../pipedrive/endpoints.ts';
import { isCustomFieldCode } from '../../pipedrive/standard-fields.ts';
import type { Caller, Organization, Page } from '../../pipedrive/types.ts';
import { isAppError } from '../../platform/errors.ts';
import type { Run } from '../../runs/run.ts';
import type { Driver } from '../../runs/run-work.ts';
import { type EnrichmentContext, isWritten } from '../enrichment-context.ts';
import type { EnrichmentDeps } from '../enrichment-deps.ts';
import { isEnrichable, type Link } from '../link.ts';
import { learnPage } from './learn-page.ts';
import { timedRead } from './timed-read.ts';

type Deps = EnrichmentDeps;

const pageSize = 500;
/** More field codes than this a list call does not take; then it gives all fields. */
const mostCodes = 15;

/**
 * Walks the organizations of a company in order of their ids and notes of each linked one whose values stand in the
 * mapped fields: as tags, nothing else. A walk taken up again goes on at its cursor or, when that has died, from the
 * beginning, passing over what is noted already. It ends after the last record that bulk work looks at.
 * @throws what concerns all records of the company; what `checkpoint` throws.
 */
export async function walkRecords(
  deps: Deps,
  work: { run: Run; driver: Driver; caller: Caller; context: EnrichmentContext; tokensUsed: number },
): Promise<void> {
  const { run, driver } = work;
  const last = await deps.links.highestEnrichable(run);
  let { cursor, highWater } = run;
  let { tokensUsed } = work;
  for (;;) {
    driver.signal.throwIfAborted();
    // Before the page: a link that somebody writes to in between has changed by the time it is noted, and is passed over.
    const links = await linksAfter(deps, run, highWater);
    const { value: page, readAt } = await timedRead(deps, work.caller, (caller) =>
      nextPage(deps, { ...work, caller }, cursor),
    );
    tokensUsed += endpoints.listOrganizations.cost;
    if (!page) {
      cursor = null;
      continue;
    }
    deps.atBoundary('walk.page-read');
    const fresh = page.items.filter(({ id }) => id > highWater);
    await learnPage(deps, work, links, fresh, readAt);
    deps.atBoundary('walk.records-noted');
    highWater = Math.max(highWater, fresh.at(-1)?.id ?? 0);
    cursor = page.nextCursor;
    const over = cursor === null || highWater >= last;
    if (over) cursor = null;
    await driver.checkpoint({ cursor, highWater, tokensUsed, ...(over && { reading: 'walked' as const }) });
    deps.atBoundary('walk.checkpoint-written');
    if (over) return;
  }
}

/** Null when the cursor has died. */
async function nextPage(
  deps: Deps,
  { caller, context, driver }: { caller: Caller; context: EnrichmentContext; driver: Driver },
  cursor: string | null,
): Promise<Page<Organization> | null> {
  const query = {
    limit: pageSize,
    ...customFieldsOf(context),
    ...(cursor !== null && { cursor }),
  };
  try {
    return await deps.pipedrive.listOrganizations({ ...caller, signal: driver.signal }, query);
  } catch (error) {
    if (cursor === null || !isAppError(error, 'request_refused')) throw error;
    return null;
  }
}

/** The custom fields a list call must ask for so that all mapped ones are in its answer, and `more` of them. */
export function customFieldsOf(
  { mapping }: EnrichmentContext,
  more: readonly string[] = [],
): { customFields?: string[] } {
  const codes = mapping.entries.filter(isWritten).map(({ target }) => target.code);
  const custom = [...new Set([...codes, ...more])].filter(isCustomFieldCode);
  return custom.length <= mostCodes ? { customFields: custom } : {};
}

/** The links a page beginning after an id can hold. */
async function linksAfter(deps: Deps, run: Run, after: number): Promise<Link[]> {
  const ids = await deps.links.enrichableIds(run, after, pageSize);
  const [from, to] = [ids[0], ids.at(-1)];
  if (from === undefined || to === undefined) return [];
  return (await deps.links.inRange(run, from, to)).filter(isEnrichable);
}
