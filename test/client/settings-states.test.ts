import { describe, it } from 'vitest';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';
import { answersFor, turnTo } from './support/settings-case.ts';
import { automaticCases } from './support/settings-cases-automatic.ts';
import { firstCases } from './support/settings-cases-first.ts';
import { laterCases } from './support/settings-cases-later.ts';
import { peopleCases } from './support/settings-cases-people.ts';
import { troubleCases } from './support/settings-cases-trouble.ts';

describe('the settings page', () => {
  const on = builtSurfaces();

  it.each([...firstCases, ...laterCases, ...automaticCases, ...troubleCases, ...peopleCases])(
    'says what is the case, in light and dark, wide and narrow: $name',
    async (state) => {
      on.answer(answersFor(state));
      const page = await on.open({ path: 'settings', width: 1100, height: 700 });
      await turnTo(page, state);
      for (const text of state.says)
        await page.frame.getByText(text).filter({ visible: true }).first().waitFor();
      await expectReadable(page, `settings-${state.name}`, { light: 1100, dark: 700, narrow: 360 });
    },
  );
});
