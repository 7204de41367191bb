import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { CodeEditorProps } from './code-editor.tsx';

// The editor is larger than the rest of the page: it is loaded when somebody opens a calculated value.
const CodeEditor = lazy(async () => ({ default: (await import('./code-editor.tsx')).CodeEditor }));

/** The editor once it is there, and its place until then. */
export function LazyCodeEditor(props: CodeEditorProps) {
  return (
    <Suspense fallback={<Skeleton h={102} role="status" aria-label="Loading the editor" />}>
      <CodeEditor {...props} />
    </Suspense>
  );
}
