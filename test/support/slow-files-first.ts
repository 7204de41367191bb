import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole flows, browsers and long proofs: one of them begun last would leave the other processors idle. */
const slow = [
  '/test/flows/',
  '/test/write-rules/',
  '/test/bench/',
  '/test/enrichment/',
  '/test/client/',
  '/test/host/',
];

/** Puts the folders with the longest files first. */
export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      if (moduleId.endsWith('studio-story.test.ts')) return -1;
      const at = slow.findIndex((folder) => moduleId.includes(folder));
      return at < 0 ? slow.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
