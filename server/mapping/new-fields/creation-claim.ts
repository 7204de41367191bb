import { randomId } from '../../platform/crypto.ts';
import { AppError } from '../../platform/errors.ts';
import { changeMapping, type SavedBy } from '../change-mapping.ts';
import type { MappingDeps, MappingInstallation } from '../mapping-deps.ts';
import type { MappingChange, MappingRow } from '../mapping-row.ts';

/** Longer than any one call to Pipedrive with its waits; renewed with every field. */
const leaseMs = 3 * 60_000;

type Deps = Pick<MappingDeps, 'mappings' | 'mappingVersions' | 'getInstallation' | 'clock'>;

/** The right to create fields in a company, held by one caller at a time. */
export type CreationClaim = {
  /** The row as it was when the claim was won. */
  row: MappingRow;
  /** Changes the row and renews the claim. Throws AppError `fields_being_created` when it was lost. */
  change(change: (row: MappingRow) => MappingChange): Promise<MappingRow>;
  /** Gives the claim back; with `by`, what was changed under it becomes a version. */
  release(by?: SavedBy): Promise<void>;
};

/**
 * Wins the right to create fields: two people pressing the button at once would create each field twice, for
 * Pipedrive does not mind equal names. A claim of a process that died ends by itself.
 * @throws AppError `fields_being_created` (409) while somebody else holds it.
 */
export async function claimCreation(deps: Deps, installation: MappingInstallation): Promise<CreationClaim> {
  const token = randomId();
  const until = () => new Date(deps.clock.now().getTime() + leaseMs);
  const row = await changeMapping(deps, installation, (current) => {
    requireNoCreation(current, deps.clock.now());
    return { creating: { token, until: until() } };
  });
  const mine = ({ creating }: MappingRow) => creating?.token === token;
  return {
    row,
    change: (change) =>
      changeMapping(deps, installation, (current) => {
        if (!mine(current)) throw beingCreated();
        return { ...change(current), creating: { token, until: until() } };
      }),
    async release(by) {
      await changeMapping(deps, installation, (current) => (mine(current) ? { creating: null } : null), by);
    },
  };
}

/**
 * Ends what must not happen while fields are being created: their codes arrive one by one.
 * @throws AppError `fields_being_created` (409).
 */
export function requireNoCreation({ creating }: Pick<MappingRow, 'creating'>, now: Date): void {
  if (creating && creating.until > now) throw beingCreated();
}

function beingCreated(): AppError {
  return new AppError({
    code: 'fields_being_created',
    status: 409,
    message:
      'Somebody is creating fields at this moment. Wait until that is done, then look at the list again.',
    retry: true,
  });
}
