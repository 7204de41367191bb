import { gatesOf } from '../accounts/gates.ts';
import type { Session } from '../platform/endpoint.ts';
import type { UserConnection } from './connection.ts';
import { notConnected } from './connection-errors.ts';
import { connectionViews, handoverView } from './connection-view.ts';
import type { FieldNames } from './field-names.ts';
import type { SettingsView } from './install.contract.ts';
import type { InstallDeps } from './install-deps.ts';
import type { GetInstallation, Installation } from './installation.ts';
import { mayChangeSettings } from './may-change-settings.ts';

export type SettingsDeps = InstallDeps & {
  getInstallation: GetInstallation;
  /** True while a scan or "Enrich all" of the company is not over; one that waits counts. */
  hasActiveRun(companyId: number): Promise<boolean>;
  /** True when the mapping writes to this organization field: such a field says nothing about the organization. */
  isMapped(companyId: number, fieldCode: string): Promise<boolean>;
  /** Matches made by the former website field no longer count. */
  onWebsiteFieldChanged(installation: Pick<Installation, 'companyId' | 'epoch'>): Promise<void>;
  /** True when a text names a website. */
  looksLikeWebsite(text: string): boolean;
  fieldNames: FieldNames;
};

/**
 * What the settings page shows about the installation itself.
 * @throws AppError `not_connected` (401) when the installation has gone.
 */
export async function settingsView(deps: SettingsDeps, session: Session): Promise<SettingsView> {
  const { companyId } = session;
  const installation = await deps.getInstallation(companyId);
  if (!installation) throw notConnected('none', 401);
  const [row, connections, canChangeSettings] = await Promise.all([
    deps.installations.get(companyId),
    deps.connections.list(companyId),
    mayChangeSettings(deps, session),
  ]);
  if (!row) throw notConnected('none', 401);
  const views = connectionViews(deps.keys, connections, { installation: row, session });
  return {
    companyId,
    plan: installation.plan,
    platformScope: installation.platformScope,
    gates: gatesOf(installation.plan),
    state: views.some(({ role, state }) => role === 'organization' && state === 'ok')
      ? 'active'
      : 'paused_no_connection',
    connections: views,
    standby: row.standby,
    handover: handoverView(row),
    limitations: limitations(connections.find((each) => each.userId === installation.organizationUserId)),
    canChangeSettings,
    websiteField: await websiteFieldView(deps, session, installation),
    installUrl: `${deps.options.appUrl}/install`,
  };
}

async function websiteFieldView(
  { fieldNames }: SettingsDeps,
  { companyId, userId }: Session,
  { websiteField }: Installation,
): Promise<SettingsView['websiteField']> {
  if (websiteField === null) return null;
  const name = await fieldNames.nameOf({ companyId, userId, lane: 'click' }, websiteField);
  return { code: websiteField, name };
}

/** What automatic work cannot do with the grant it runs on. */
function limitations(connection: UserConnection | undefined): string[] {
  if (!connection) return [];
  return [
    ...(connection.isAdmin ? [] : ['not_admin']),
    ...(connection.canAddFields === false ? ['cannot_add_fields'] : []),
  ];
}
