import type { ReactNode } from 'react';
import type {
  CalculatedValueView,
  MappingChanges,
  MappingProblem,
  ObjectTypeName,
} from '../../../server/mapping/mapping.contract.ts';

export type PreviewGiven = {
  objectType: ObjectTypeName;
  /** What is not saved yet; null when everything is. */
  changes: MappingChanges | null;
  onClose: () => void;
};

type CalculatedGiven = {
  /** All calculated values, with what is not saved yet. */
  values: CalculatedValueView[];
  /** Names that are saved: these do not change any more. */
  savedNames: ReadonlySet<string>;
  /** Name of the one to edit; null: a new one. */
  open: string | null;
  canChange: boolean;
  /** What the server said about calculated values when somebody tried to save. */
  problems: MappingProblem[];
  /** Takes the whole new list into the unsaved changes; rows of the table follow at once. */
  onChange: (values: CalculatedValueView[]) => void;
  /** Told whether something is being written that is not among the unsaved changes yet. */
  onWriting: (isWriting: boolean) => void;
  onClose: () => void;
};

/** What client/app puts into the mapping section; each takes the place of the table while it is open. */
export type MappingSlots = {
  preview: ((given: PreviewGiven) => ReactNode) | null;
  calculated: ((given: CalculatedGiven) => ReactNode) | null;
};
