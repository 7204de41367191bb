/** Work of several companies, handed out in turn. */
export type FairQueue<Job> = {
  add(companyId: number, job: Job): void;
  /** The oldest job of the company whose turn it is; the turn passes on. The job stays until it is done. */
  next(): Job | undefined;
  done(companyId: number, job: Job): void;
  all(): Job[];
};

/** A queue that is fair to companies: one with a thousand jobs waits as long between two of them as one with two. */
export function createFairQueue<Job>(): FairQueue<Job> {
  const jobs = new Map<number, Job[]>();
  return {
    add: (companyId, job) => {
      const own = jobs.get(companyId);
      if (own) own.push(job);
      else jobs.set(companyId, [job]);
    },
    next: () => {
      const [first] = jobs;
      if (!first) return undefined;
      const [companyId, own] = first;
      // A Map keeps the order of insertion: taken out and put back, the company is last.
      jobs.delete(companyId);
      jobs.set(companyId, own);
      return own[0];
    },
    done: (companyId, job) => {
      const rest = (jobs.get(companyId) ?? []).filter((other) => other !== job);
      if (rest.length === 0) jobs.delete(companyId);
      else jobs.set(companyId, rest);
    },
    all: () => [...jobs.values()].flat(),
  };
}
