import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { type Diagnostic, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import type {
  ExpressionHelp,
  ExpressionReport,
} from '../../../server/mapping/calculated/expression.contract.ts';
import { cel } from './cel-language.ts';
import { completionsFor } from './completion.ts';
import { editorTheme } from './editor-theme.ts';

/** Lets others put the caret where they want it. */
export type EditorHandle = { goTo(position: number): void };

export type CodeEditorProps = {
  /** Name for screen readers. */
  label: string;
  /** Id of the element that says what is wrong. */
  describedBy: string;
  value: string;
  readOnly: boolean;
  problems: ExpressionReport['problems'];
  help: ExpressionHelp;
  onChange: (value: string) => void;
  handle?: Ref<EditorHandle>;
};

/**
 * The editor for one expression. Tab leaves it, so that nobody is caught in it by keyboard, unless a list of
 * completions is open: then Tab takes the marked one and Escape closes the list.
 */
export function CodeEditor({ handle, ...props }: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const attributes = useRef(new Compartment());
  const { label, describedBy, value, readOnly, problems } = props;

  // Before all others, so that they and the editor's own callbacks see the props of this pass.
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const extensions: Extension[] = [
      history(),
      cel,
      editorTheme,
      EditorView.lineWrapping,
      bracketMatching(),
      closeBrackets(),
      autocompletion({
        override: [(context) => completionsFor(latest.current.help)(context)],
        icons: false,
        aboveCursor: false,
      }),
      keymap.of([
        { key: 'Tab', run: takeCompletion },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      placeholder('has(_domain.technologies) ? _domain.technologies.size() : 0'),
      attributes.current.of([]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) latest.current.onChange(update.state.doc.toString());
      }),
    ];
    const editor = new EditorView({
      state: EditorState.create({ doc: latest.current.value, extensions }),
      ...(parent.current && { parent: parent.current }),
    });
    view.current = editor;
    return () => {
      editor.destroy();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value]);

  const invalid = problems.length > 0;
  useEffect(() => {
    view.current?.dispatch({
      effects: attributes.current.reconfigure(attributesFor({ label, describedBy, readOnly, invalid })),
    });
  }, [label, describedBy, readOnly, invalid]);

  useEffect(() => {
    const editor = view.current;
    if (editor) editor.dispatch(setDiagnostics(editor.state, problems.map(markAt(editor.state.doc.length))));
  }, [problems]);

  useImperativeHandle(handle, () => ({
    goTo(position) {
      const editor = view.current;
      if (!editor) return;
      editor.focus();
      editor.dispatch({
        selection: { anchor: Math.min(position, editor.state.doc.length) },
        scrollIntoView: true,
      });
    },
  }));

  return <div ref={parent} />;
}

/** A list that has just opened takes nothing yet, lest somebody hits it by accident: not a reason to leave either. */
function takeCompletion(view: EditorView): boolean {
  return acceptCompletion(view) || completionStatus(view.state) === 'active';
}

function attributesFor({
  label,
  describedBy,
  readOnly,
  invalid,
}: Pick<CodeEditorProps, 'label' | 'describedBy' | 'readOnly'> & { invalid: boolean }): Extension {
  return [
    EditorState.readOnly.of(readOnly),
    EditorView.editable.of(!readOnly),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-describedby': describedBy,
      'aria-invalid': String(invalid),
      // What may not be changed may still be read and copied by keyboard.
      ...(readOnly && { 'aria-readonly': 'true', tabindex: '0' }),
    }),
  ];
}

/** A problem as a mark in the text, never outside of it: the text may have become shorter since it was checked. */
const markAt =
  (length: number) =>
  ({ from, to, message }: ExpressionReport['problems'][number]): Diagnostic => {
    const start = Math.min(from, length);
    return { from: start, to: Math.min(Math.max(to, start), length), severity: 'error', message };
  };
