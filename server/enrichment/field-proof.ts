import { createSlots } from '../runs/slots.ts';

/** Sends fields that nobody has sent yet one record at a time. */
export type FieldProof = {
  /** @param wasSent whether the answer of `send` tells that it really sent something */
  use<T>(codes: readonly string[], send: () => Promise<T>, wasSent: (answer: T) => boolean): Promise<T>;
};

/**
 * Keeps many records from being sent at once with a field Pipedrive refuses: one goes ahead, and the others wait until it
 * has shown whether its fields are taken. Fields that were sent once are not waited for again.
 */
export function createFieldProof(): FieldProof {
  const sent = new Set<string>();
  const ahead = createSlots(1);
  return {
    async use(codes, send, wasSent) {
      const isKnown = () => codes.every((code) => sent.has(code));
      if (isKnown()) return send();
      const first = await ahead.use(async () => {
        if (isKnown()) return null;
        const answer = await send();
        if (wasSent(answer)) for (const code of codes) sent.add(code);
        return { answer };
      });
      return first ? first.answer : send();
    },
  };
}
