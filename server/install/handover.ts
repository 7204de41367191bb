import type { BrokenReason } from './connection.ts';

/** Who is to take over when the organization connection dies; `userId` only where somebody was chosen. */
export type StandbyChoice = { mode: 'automatic' | 'chosen' | 'nobody'; userId: number | null };

/** Why automatic work changed hands: `left`: the user removed the app; `by_hand`: an admin took over. */
type HandoverReason = BrokenReason | 'unreadable_secret' | 'left' | 'by_hand';
export type Handover = {
  /** Null: not known any more. */
  fromUserId: number | null;
  /** Null: nobody took over. */
  toUserId: number | null;
  reason: HandoverReason;
  at: Date;
};
/** `told`: the other parts know of it. */
export type HandoverRow = Handover & { told: boolean };
