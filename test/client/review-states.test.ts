import { describe, expect, it } from 'vitest';
import { builtSurfaces } from './support/built-surfaces.ts';
import { expectReadable } from './support/looks.ts';
import { reviewCases } from './support/review-cases.ts';

describe('the review', () => {
  const on = builtSurfaces();

  it.each(reviewCases)(
    'says what is the case, in light and dark, wide and narrow: $name',
    async ({ name, query, answer, says }) => {
      on.answer({ 'POST /api/preview': answer });
      const review = await on.open({ path: 'review', query, width: 800, height: 700 });
      for (const text of says) await review.frame.getByText(text).filter({ visible: true }).first().waitFor();
      await expectReadable(review, `review-${name}`, { light: 800, dark: 640, narrow: 340 });
      expect(review.complaints.filter((text) => !text.includes('status of'))).toEqual([]);
    },
  );
});
