import { z } from 'zod';
import type { Surface } from './pages/surface.ts';
import { tokenFaults } from './signed-token.ts';

const surfaces = ['organization_panel', 'person_panel', 'app_settings', 'custom_modal'] as const;

const ids = z.string().regex(/^(\d+(,\d+)*)?$/);

/** What a page asks for one load of a surface. */
export const frameBody = z.object({
  surface: z.enum(surfaces),
  recordId: z.coerce.number().int().positive().optional(),
  token: z.enum(tokenFaults),
  /** What a redirect handed to the settings page. */
  context: z.record(z.string(), z.string()),
  modal: z
    .object({
      id: z.string(),
      /** Opened by the SDK with data: its JSON text. */
      data: z.string().optional(),
      /** Opened from a menu. */
      selection: z
        .object({
          resource: z.enum(['organization', 'person']),
          view: z.enum(['details', 'list']),
          selectedIds: ids,
          excludedIds: ids.optional(),
          filter: z.string().optional(),
        })
        .optional(),
    })
    .optional(),
});

const resources: Partial<Record<Surface, string>> = {
  organization_panel: 'organization',
  person_panel: 'person',
};

/**
 * The query parameters that tell a surface what it was opened for. A modal gets the record of a detail page, the
 * selection of a list, or the data of whoever opened it by the SDK; never two of these.
 */
export function frameParameters(load: z.infer<typeof frameBody>): Record<string, string> {
  const resource = resources[load.surface];
  if (resource) return { resource, view: 'details', selectedIds: String(load.recordId ?? '') };
  const { selection, data } = load.modal ?? {};
  if (data !== undefined) return { data };
  if (!selection) return {};
  const { excludedIds, filter, ...always } = selection;
  return {
    ...always,
    ...(excludedIds === undefined ? {} : { excludedIds }),
    ...(filter === undefined ? {} : { filter }),
  };
}
