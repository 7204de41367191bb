import type { CompanyFacts } from '../enrichment/company-facts.ts';
import type { EnrichmentDeps } from '../enrichment/enrichment-deps.ts';
import type { Link } from '../enrichment/link.ts';
import type { Installation } from '../install/installation.ts';
import { pipedriveError } from '../pipedrive/errors.ts';
import type { Caller, Organization } from '../pipedrive/types.ts';

/** What answering events needs: all that enriching does, and whether records are to be kept in step by themselves. */
export type AnswerDeps = EnrichmentDeps &
  CompanyFacts & {
    /** What an admin chose and the plan includes. */
    isAutomatic(installation: Installation): Promise<boolean>;
  };

/** A record under its lock. */
export type HeldRecord = { installation: Installation; link: Link; token: string };

/** A record as it was read just now. */
export type LiveRecord = { organization: Organization; readAt: Date };

/**
 * In whose name events are answered.
 * @throws AppError `not_connected` while nobody's connection does automatic work
 */
export function eventCaller({ companyId, epoch, organizationUserId: userId }: Installation): Caller {
  if (userId === null) throw pipedriveError('not_connected');
  return { companyId, userId, lane: 'event', epoch };
}
