import { expect, it } from 'vitest';
import { expectPrivate } from '../support/privacy-sweep.ts';
import { operatorToken } from '../support/start-app.ts';
import { valueLabel, valueSource } from './studio-calculated-steps.ts';
import { typedByHand } from './studio-mapping-steps.ts';
import type { StudioStage } from './studio-stage.ts';

/** A smaller plan, and what is left of the CRM in the app. */
export function endSteps(on: StudioStage, story: { handTyped: number }): void {
  it('says which plan has calculated values once the plan has them no more', async () => {
    const { url, sandbox } = on.app();
    const answer = await fetch(`${url}/operator/accounts/${sandbox.world.company.id}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ plan: 'pro' }),
    });
    expect(answer.status).toBe(200);
    const settings = await on.openSettings();
    await settings.getByText(/^Calculated values are part of Enterprise/).waitFor();
    expect(await settings.getByRole('button', { name: 'New calculated value' }).isDisabled()).toBe(true);
    await on.inLooks('smaller-plan', settings.getByText(/^Calculated values are part of Enterprise/));
  });

  it('writes calculated values no more, notes that, and writes everything else', async () => {
    const { organization } = await on.mapping();
    const calculated = organization.rows.find(({ source }) => source === valueSource)?.settings.target ?? '';
    const other = on.codeOf('Store Leads: Country Code');
    const id = story.handTyped;
    const before = on.organization(id).custom_fields[other];
    await on.typeInto(id, calculated, 'Mine now');
    await on.typeInto(id, other, 'XX');
    const settings = await on.openSettings();
    await on.press(settings.getByRole('button', { name: 'Enrich all again' }));
    await on.press(settings.getByRole('button', { name: /^Enrich \d+ organizations$/ }));
    await settings.getByRole('button', { name: 'Enrich all again' }).waitFor();
    const run = await on.lastRun('enrich_all');
    expect(run).toMatchObject({ state: 'done', failed: {} });
    expect(run.notes['plan_required']).toBe((await on.matched()).length);
    expect(on.organization(id).custom_fields[calculated]).toBe('Mine now');
    expect(on.organization(id).custom_fields[other]).toEqual(before);
    await settings.getByText(/values? cut or left out/).click();
    await settings
      .getByText(`Organization ${id}, ${valueLabel}: left out: your plan has no calculated`)
      .waitFor();
    await on.inLooks('enriched-on-smaller-plan', settings.getByText(/values? cut or left out/));
    const panel = await on.open(`/organization/${id}`);
    await panel.getByText(/notes? on fields/).click();
    await panel.getByText('left out: your plan has no calculated values').waitFor();
    await panel.getByText(valueLabel).waitFor();
    await on.shot('panel-on-smaller-plan');
  });

  it('has stored and logged nothing of the CRM but what is promised', async () => {
    const { app, db, canary } = on;
    await expectPrivate(db, canary, app().log());
    await expectPrivate(db, typedByHand, app().log());
  });
}
