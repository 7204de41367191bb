/** Pipedrive did not answer, or refused: `code` is `host_silent` or `host_refused`. */
export class HostError extends Error {
  readonly code: 'host_silent' | 'host_refused';

  constructor(code: 'host_silent' | 'host_refused', message: string) {
    super(message);
    this.name = 'HostError';
    this.code = code;
  }
}

/**
 * Waits for `work` as long as it takes.
 * @throws HostError `host_refused` when the host answered with an error; its text is not for people
 */
export async function orRefused<T>(work: Promise<T>, name: string): Promise<T> {
  return await work.catch(() => {
    throw new HostError('host_refused', `Pipedrive refused the request (${name}). Reload the page.`);
  });
}

/**
 * Waits for `work`, but not for ever: the SDK has no time-out of its own and an unanswered command never settles.
 * @param milliseconds how long to wait
 * @throws HostError `host_silent` when the time is over, `host_refused` when the host answered with an error
 */
export async function withTimeOut<T>(work: Promise<T>, milliseconds: number, name: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new HostError('host_silent', `Pipedrive did not answer (${name}). Reload the page.`)),
      milliseconds,
    );
  });
  try {
    return await Promise.race([orRefused(work, name), silence]);
  } finally {
    clearTimeout(timer);
  }
}
