import type { Session } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import { notConnected } from './connection-errors.ts';
import { requireMayChangeSettings } from './may-change-settings.ts';
import type { SettingsDeps } from './settings-view.ts';
import { websiteFieldCandidates } from './website-field-choices.ts';

/**
 * Chooses the organization field that holds the website. What the field before it had matched is forgotten, first:
 * wherever this is cut off, no organization is enriched by a store of the old field.
 * @throws AppError `not_allowed` (403), `no_such_field` (400) when the company has no such text field, `field_is_mapped`
 *   (409) when the mapping fills it, `run_active` (409) while a run works by the present one, or `not_connected` (401)
 *   when the installation has gone.
 */
export async function setWebsiteField(deps: SettingsDeps, session: Session, code: string): Promise<void> {
  const { companyId, userId } = session;
  const installation = await deps.getInstallation(companyId);
  if (!installation) throw notConnected('none', 401);
  await requireMayChangeSettings(deps, session);
  const fields = await deps.pipedrive.listOrganizationFields({ companyId, userId, lane: 'click' });
  const isCandidate = websiteFieldCandidates(fields, installation.fieldPrefix).some(
    (field) => field.code === code,
  );
  if (!isCandidate) throw noSuchField();
  if (code === installation.websiteField) return;
  if (await deps.isMapped(companyId, code)) throw fieldIsMapped();
  if (await deps.hasActiveRun(companyId)) throw runActive();
  await deps.onWebsiteFieldChanged(installation);
  if (!(await deps.installations.setWebsiteField(installation, code))) throw notConnected('none', 401);
}

function noSuchField(): AppError {
  return new AppError({
    code: 'no_such_field',
    status: 400,
    message: 'This field cannot hold the website, or no longer exists in Pipedrive. Choose another one.',
  });
}

function fieldIsMapped(): AppError {
  return new AppError({
    code: 'field_is_mapped',
    status: 409,
    message: 'Store Leads fills this field. Take it out of the mapping first, or choose another field.',
  });
}

function runActive(): AppError {
  return new AppError({
    code: 'run_active',
    status: 409,
    message: 'Wait until the run under way has finished, or cancel it.',
  });
}
