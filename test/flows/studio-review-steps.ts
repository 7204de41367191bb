import { expect, it } from 'vitest';
import type { StudioStage } from './studio-stage.ts';

const edited = 'Changed by a person';
const fieldName = 'Store Leads: Country Code';

/**
 * What was changed in Pipedrive is looked at where the records are, and put right from there. Buttons are pressed by
 * key: the modal takes the height of what it shows, so they move.
 */
export function reviewSteps(on: StudioStage, story: { handTyped: number }): void {
  it('reviews the changes of one organization from its panel, and makes them', async () => {
    const code = on.codeOf(fieldName);
    const id = story.handTyped;
    const before = on.organization(id).custom_fields[code];
    await on.typeInto(id, code, edited);
    const panel = await on.surface();
    await on.shot('panel');
    await on.press(panel.getByRole('button', { name: 'More actions' }));
    await panel.getByRole('menuitem', { name: 'Review changes' }).click();
    const modal = await on.modal();
    const row = modal.getByRole('row').filter({ hasText: fieldName });
    await row.locator('del').getByText(edited).waitFor();
    await on.inLooks('review-one', row);
    await on.press(modal.getByRole('button', { name: 'Enrich 1 organization' }));
    await modal.getByText('1 organization updated').waitFor();
    await on.shot('review-one-done');
    await on.press(modal.getByRole('button', { name: 'Close' }));
    await on.page().locator('dialog.modal').waitFor({ state: 'detached' });
    expect(on.organization(id).custom_fields[code]).toEqual(before);
    await panel.getByText('1 field updated').waitFor();
    await on.shot('panel-after-review');
  });

  it('reviews three selected organizations from the menu of the list, and makes the changes', async () => {
    const code = on.codeOf(fieldName);
    const matched = new Set((await on.matched()).map(({ id }) => id));
    const page = on.page();
    await page.goto(`${on.app().sandbox.url}/organizations`);
    const shown = await page
      .locator('[data-pick]')
      .evaluateAll((boxes) => boxes.map((box) => Number(box.getAttribute('value'))));
    const ids = shown.filter((id) => matched.has(id) && on.organization(id).custom_fields[code]).slice(0, 3);
    expect(ids.length).toBe(3);
    const before = ids.map((id) => on.organization(id).custom_fields[code]);
    for (const id of ids) await on.typeInto(id, code, edited);
    await page.goto(`${on.app().sandbox.url}/organizations`);
    for (const id of ids) await page.locator(`[data-pick][value="${id}"]`).check();
    await page.getByText('3 selected').waitFor();
    await page.getByLabel('More actions').click();
    await page.getByRole('button', { name: 'Review changes' }).click();
    const modal = await on.modal();
    await modal.getByText('3 organizations: what').waitFor();
    await modal.getByRole('button', { name: 'Enrich 3 organizations' }).waitFor();
    await on.inLooks('review-three', modal.getByRole('button', { name: 'Enrich 3 organizations' }));
    await on.press(modal.getByRole('button', { name: 'Enrich 3 organizations' }));
    await modal.getByText('3 organizations updated').waitFor();
    await on.shot('review-three-done');
    expect(ids.map((id) => on.organization(id).custom_fields[code])).toEqual(before);
    await on.press(modal.getByRole('button', { name: 'Look again' }));
    await modal.getByText('Nothing would be written').waitFor();
    await on.press(modal.getByRole('button', { name: 'Close' }));
    await page.locator('dialog.modal').waitFor({ state: 'detached' });
  });
}
