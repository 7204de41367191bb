import { describe, expect, it } from 'vitest';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';
import { panelCases } from './support/panel-cases.ts';

describe('the panel', () => {
  const on = builtSurfaces();

  it.each(panelCases)('says what is the case, in light and dark: $name', async (state) => {
    const resource = state.resource ?? 'organization';
    on.answer({ [`GET /api/${resource}s/41/panel`]: state.answer });
    const panel = await on.open({ path: 'panel', query: { resource, selectedIds: '41' } });
    for (const text of state.says)
      await panel.frame.getByText(text).filter({ visible: true }).first().waitFor();
    await expectReadable(panel, `panel-${state.name}`);

    for (const { name, args } of await panel.asked()) {
      if (name !== 'resize' && name !== 'initialize') continue;
      const height = args?.height ?? args?.size?.height ?? 0;
      expect(height).toBeGreaterThanOrEqual(100);
      expect(height).toBeLessThanOrEqual(750);
      expect(Number.isInteger(height)).toBe(true);
    }
  });
});
