import type { AnswerDeps } from './answer-deps.ts';
import { answerEvents } from './answer-events.ts';
import type { AnswerEvents, PutBack } from './answering.ts';
import { putBack } from './put-back.ts';

/** What events mean and do, as the part that receives and hands them out sees it. */
export function createAnswering(deps: AnswerDeps): { answerEvents: AnswerEvents; putBack: PutBack } {
  return {
    answerEvents: (work) => answerEvents(deps, work),
    putBack: (work) => putBack(deps, work),
  };
}
