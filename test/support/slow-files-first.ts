import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that drive a browser, which keeps a processor busy by itself. */
const browserFolders = ['/test/client/', '/test/host/', '/test/flows/story', '/test/flows/studio-story'];
/** About how long a file of a folder takes, in seconds; the folders with the longest files come first. */
const secondsOf: [folder: string, seconds: number][] = [
  ['/test/flows/studio-story', 100],
  ['/test/flows/story', 40],
  ['/test/client/', 25],
  ['/test/host/', 10],
  ['/test/flows/', 30],
  ['/test/write-rules/', 30],
  ['/test/bench/', 60],
  ['/test/interleavings/', 30],
  ['/test/undo/', 15],
  ['/test/enrichment/', 12],
  ['/test/inbox/', 10],
  ['/test/releases/', 10],
];
const shortSeconds = 2;

/**
 * Puts the folders with the longest files first, and lays files with a browser beside files that mostly wait: two
 * browsers at a time are too much for two processors, two files that wait too little.
 */
export class SlowFilesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const known = (await super.sort(files)).map((file) => ({ file, seconds: estimate(file) }));
    const ordered = known.toSorted((a, b) => b.seconds - a.seconds);
    const isBrowser = ({ file }: (typeof known)[number]) =>
      browserFolders.some((folder) => file.moduleId.includes(folder));
    const lanes = [ordered.filter(isBrowser), ordered.filter((each) => !isBrowser(each))];
    return lanes
      .flatMap((lane) => {
        let begin = 0;
        return lane.map(({ file, seconds }) => {
          begin += seconds;
          return { file, begin: begin - seconds };
        });
      })
      .toSorted((a, b) => a.begin - b.begin)
      .map(({ file }) => file);
  }
}

function estimate({ moduleId }: TestSpecification): number {
  return secondsOf.find(([folder]) => moduleId.includes(folder))?.[1] ?? shortSeconds;
}
