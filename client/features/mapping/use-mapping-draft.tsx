import { createContext, type Dispatch, type ReactNode, useContext, useReducer, useState } from 'react';
import type { MappingView } from '../../../server/mapping/mapping.contract.ts';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.ts';
import { countChanges } from './draft.ts';
import { type DraftAction, type DraftState, reduceDraft } from './draft-state.ts';
import { useMapping } from './use-mapping.ts';

type MappingDraft = {
  /** Null until the mapping was read. */
  state: DraftState | null;
  dispatch: Dispatch<DraftAction>;
  /** Whether a calculated value is being written that is not among the changes yet. */
  isWriting: boolean;
  setWriting: (isWriting: boolean) => void;
  /** Why the mapping could not be read. */
  error: Error | null;
  refetch: () => void;
};

const DraftContext = createContext<MappingDraft | null>(null);

/**
 * Holds the unsaved changes, above everything that may be taken off the page for a while. They are put onto each new
 * state of the mapping before it is shown.
 */
export function MappingDraftProvider({ children }: { children: ReactNode }) {
  const { data, error, refetch } = useMapping();
  const [state, dispatch] = useReducer(reduceDraft, null);
  const [seen, setSeen] = useState<MappingView>();
  const [isWriting, setWriting] = useState(false);
  if (data && data !== seen) {
    setSeen(data);
    dispatch({ type: 'seen', view: data });
  }
  // Here, where it is never taken off the page: another part of the settings may be shown meanwhile.
  useUnsavedGuard(isWriting || (state !== null && countChanges(state.changes) > 0));
  const draft = { state, dispatch, isWriting, setWriting, error, refetch: () => void refetch() };
  return <DraftContext value={draft}>{children}</DraftContext>;
}

/** The unsaved changes. Throws outside of MappingDraftProvider, which is a mistake in our code. */
export function useMappingDraft(): MappingDraft {
  const draft = useContext(DraftContext);
  if (!draft) throw new Error('useMappingDraft needs a MappingDraftProvider above it.');
  return draft;
}
