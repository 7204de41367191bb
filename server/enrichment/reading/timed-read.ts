import type { Caller } from '../../pipedrive/types.ts';
import type { Clock } from '../../platform/clock.ts';

/**
 * Makes a call that reads, and says when it left: what it gives was so at that moment or later. A call that was repeated
 * left when its last attempt did.
 */
export async function timedRead<T>(
  { clock }: { clock: Clock },
  caller: Caller,
  read: (caller: Caller) => Promise<T>,
): Promise<{ value: T; readAt: Date }> {
  let readAt = clock.now();
  const value = await read({
    ...caller,
    onSend: (at) => {
      readAt = at;
    },
  });
  return { value, readAt };
}
