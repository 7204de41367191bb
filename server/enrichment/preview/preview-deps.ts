import type { DraftMapping } from '../../mapping/draft-mapping.ts';
import type { MappingChanges } from '../../mapping/mapping.contract.ts';
import type { Mapping, ObjectType } from '../../mapping/mapping.ts';
import type { Pipedrive } from '../../pipedrive/types.ts';
import type { Session } from '../../platform/endpoint.ts';
import type { EnrichmentRouterDeps } from '../enrichment-deps.ts';

/** What previews need besides: they know people, too, and mappings that are not saved. */
export type PreviewDeps = EnrichmentRouterDeps & {
  pipedrive: Pick<Pipedrive, 'listPersons' | 'listPersonFields'>;
  mappingOf(companyId: number, objectType: ObjectType): Promise<Mapping>;
  /** The mappings as they would be with changes that are not saved, and what is wrong with them. Nothing is stored. */
  draftMapping(session: Session, changes: MappingChanges): Promise<DraftMapping>;
};
