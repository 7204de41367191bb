import { describe } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { calculatedSteps } from './studio-calculated-steps.ts';
import { changeSteps } from './studio-change-steps.ts';
import { endSteps } from './studio-end-steps.ts';
import { mappingSteps } from './studio-mapping-steps.ts';
import { previewSteps } from './studio-preview-steps.ts';
import { reviewSteps } from './studio-review-steps.ts';
import { studioStage } from './studio-stage.ts';

const db = await testDatabase();

/** An admin decides what is written where, in one company, from install to a smaller plan. */
describe('the story of the mapping studio', () => {
  const on = studioStage(db);
  /** The organization whose city somebody typed. */
  const story = { handTyped: 0 };
  describe('the mapping', () => mappingSteps(on, story));
  describe('a calculated value', () => calculatedSteps(on));
  describe('the preview', () => previewSteps(on, story));
  describe('the review', () => reviewSteps(on, story));
  describe('what changes later', () => changeSteps(on));
  describe('the end', () => endSteps(on, story));
});
