import { byId } from '../state/by-id.ts';
import type { User } from '../world.ts';
import type { ApiCall, ApiResult } from './api-route.ts';
import { readQuery } from './query.ts';
import { pathId } from './record-get.ts';
import { notFound } from './refusal.ts';

/** `GET /users`: everybody, deactivated ones too. */
export function listUsers(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  return { data: call.world.users.map((user) => userView(user, call)) };
}

/** One user of the company. */
export function getUser(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  return { data: userView(pathUser(call), call) };
}

/** `GET /users/me`: the user of the token and the company. */
export function getCurrentUser(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const { company } = call.world;
  return {
    data: {
      ...userView(call.user, call),
      company_id: company.id,
      company_name: company.name,
      company_domain: company.domain,
      company_country: company.country,
      company_industry: company.industry,
      language: { language_code: 'en', country_code: 'US' },
    },
  };
}

/** What a user may do. */
export function getUserPermissions(call: ApiCall): ApiResult {
  readQuery(call.query, {});
  const { isAdmin, canAddCustomFields } = pathUser(call);
  const everybody = [
    'can_add_products',
    'can_add_prospects_as_leads',
    'can_convert_deals_to_leads',
    'can_create_own_workflow',
    'can_delete_activities',
    'can_delete_deals',
    'can_edit_deals_closed_date',
    'can_edit_products',
    'can_follow_other_users',
    'can_merge_deals',
    'can_merge_organizations',
    'can_merge_people',
    'can_modify_labels',
    'can_see_deals_list_summary',
    'can_see_other_users',
    'can_share_filters',
    'can_share_insights',
    'can_use_api',
    'can_use_email_tracking',
  ];
  const admins = [
    'can_bulk_edit_items',
    'can_change_visibility_of_items',
    'can_delete_custom_fields',
    'can_edit_custom_fields',
    'can_edit_shared_filters',
    'can_export_data_from_lists',
    'can_see_company_wide_statistics',
    'can_see_hidden_items_names',
    'can_see_other_users_statistics',
    'can_see_security_dashboard',
    'can_use_import',
  ];
  return {
    data: {
      can_add_custom_fields: isAdmin || canAddCustomFields,
      ...Object.fromEntries(everybody.map((name) => [name, true])),
      ...Object.fromEntries(admins.map((name) => [name, isAdmin])),
    },
  };
}

function pathUser(call: ApiCall): User {
  const user = byId(call.world.users, pathId(call));
  if (!user) throw notFound('User');
  return user;
}

function userView(user: User, call: ApiCall) {
  return {
    id: user.id,
    name: user.name,
    default_currency: user.defaultCurrency,
    locale: 'en_US',
    lang: 1,
    email: user.email,
    phone: null,
    activated: true,
    last_login: '2026-01-05 08:45:56',
    created: '2024-03-13 09:16:26',
    modified: '2026-01-05 08:45:56',
    has_created_company: call.world.users[0]?.id === user.id,
    access: ['sales', 'global', 'account_settings']
      .filter((app) => app === 'sales' || user.isAdmin)
      .map((app) => ({
        app,
        admin: user.isAdmin,
        permission_set_id: `5b9f0c1e-0000-4000-8000-${String(user.id).padStart(12, '0')}`,
      })),
    active_flag: user.active,
    timezone_name: user.timezone,
    timezone_offset: '+00:00',
    role_id: 1,
    icon_url: null,
    is_you: user.id === call.user.id,
    is_deleted: false,
  };
}
