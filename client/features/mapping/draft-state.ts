import type {
  CalculatedValueView,
  MappingProblem,
  MappingView,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';
import { changeEntries, type DraftChanges, type EntryPatch, noChanges, pruned } from './draft.ts';
import { type Conflict, rebaseDraft, takeTheirs } from './rebase-draft.ts';

export type DraftState = {
  /** The mapping as saved, as far as we know. */
  view: MappingView;
  changes: DraftChanges;
  /** What the server said when somebody tried to save, until the row is changed again. */
  problems: MappingProblem[];
  /** True from the moment the server refused to save because somebody else had. */
  outdated: boolean;
  /** Rows to choose for; empty: somebody saved other things. Null: nothing to say. */
  conflicts: Conflict[] | null;
};

export type DraftAction =
  /** The server's mapping was read again. */
  | { type: 'seen'; view: MappingView }
  /** The server answered something we did; rows in `withNewTarget` got their field by it. */
  | { type: 'accepted'; view: MappingView; withNewTarget: readonly string[]; objectType: ObjectTypeName }
  | { type: 'edit'; objectType: ObjectTypeName; patches: ReadonlyMap<string, EntryPatch> }
  | { type: 'enable'; objectType: ObjectTypeName; enabled: boolean }
  | { type: 'calculate'; calculated: CalculatedValueView[] }
  | { type: 'refused'; problems: MappingProblem[] }
  | { type: 'outdated' }
  | { type: 'decide'; theirs: readonly Conflict[] }
  | { type: 'discard' };

/** The next state. Pure. Before the mapping was read there is nothing to act on. */
export function reduceDraft(state: DraftState | null, action: DraftAction): DraftState | null {
  if (action.type === 'seen') return state ? onto(state, action.view) : fresh(action.view);
  if (!state) return state;
  const { view, changes } = state;
  switch (action.type) {
    case 'accepted': {
      const kept = withoutTargets(changes, action.objectType, action.withNewTarget);
      return {
        ...state,
        view: action.view,
        changes: pruned(action.view, kept),
        problems: [],
        outdated: false,
      };
    }
    case 'edit': {
      const { objectType, patches } = action;
      const problems = state.problems.filter(
        (problem) =>
          problem.code !== 'two_entries_one_target' &&
          !(problem.objectType === objectType && patches.has(problem.source ?? '')),
      );
      return { ...state, problems, changes: changeEntries(view, changes, objectType, patches) };
    }
    case 'enable': {
      const object = { ...changes[action.objectType], enabled: action.enabled };
      return { ...state, changes: pruned(view, { ...changes, [action.objectType]: object }) };
    }
    case 'calculate':
      return {
        ...state,
        problems: [],
        changes: pruned(view, { ...changes, calculated: action.calculated }),
      };
    case 'refused':
      return { ...state, problems: action.problems };
    case 'outdated':
      return { ...state, outdated: true };
    case 'decide': {
      const decided = action.theirs.reduce((now, conflict) => takeTheirs(view, now, conflict), changes);
      return { ...state, conflicts: null, changes: decided };
    }
    case 'discard':
      return fresh(view);
  }
}

const fresh = (view: MappingView): DraftState => ({
  view,
  changes: noChanges,
  problems: [],
  outdated: false,
  conflicts: null,
});

function onto(state: DraftState, view: MappingView): DraftState {
  const { changes, conflicts } = rebaseDraft(state.view, view, state.changes);
  // A row that was saved once more meanwhile is asked about once, with what is saved now.
  const byId = new Map([...(state.conflicts ?? []), ...conflicts].map((conflict) => [conflict.id, conflict]));
  const open = [...byId.values()];
  const tell = open.length > 0 || state.outdated;
  return { ...state, view, changes, outdated: false, conflicts: tell ? open : null };
}

function withoutTargets(
  changes: DraftChanges,
  objectType: ObjectTypeName,
  sources: readonly string[],
): DraftChanges {
  const entries = { ...changes[objectType].entries };
  for (const source of sources) {
    const { target: _target, rule: _rule, ...rest } = entries[source] ?? {};
    entries[source] = rest;
  }
  return { ...changes, [objectType]: { ...changes[objectType], entries } };
}
