import { EditorView } from '@codemirror/view';

/** Colours by role, so that both themes of Pipedrive come from one place (`ui/tokens.css`). */
export const editorTheme = EditorView.theme({
  '&': {
    border: '1px solid var(--sl-border-strong)',
    borderRadius: '4px',
    backgroundColor: 'var(--sl-surface)',
    color: 'var(--sl-text)',
    fontSize: '13px',
  },
  '&.cm-focused': { outline: '2px solid var(--sl-accent)', outlineOffset: '1px' },
  '.cm-scroller': {
    minHeight: '84px',
    maxHeight: '320px',
    fontFamily: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
    lineHeight: '20px',
  },
  '.cm-content': { padding: '8px 4px', caretColor: 'var(--sl-text)' },
  '.cm-content[aria-readonly="true"]': { backgroundColor: 'var(--sl-surface-2)' },
  '.cm-placeholder': { color: 'var(--sl-text-secondary)' },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--sl-accent-tint)' },
  '.cm-tooltip': {
    maxWidth: 'min(480px, 90vw)',
    border: '1px solid var(--sl-border)',
    borderRadius: '4px',
    backgroundColor: 'var(--sl-surface)',
    color: 'var(--sl-text)',
    boxShadow: 'var(--sl-overlay)',
    fontSize: '13px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'inherit', maxHeight: '220px' },
  '.cm-tooltip-autocomplete > ul > li': { padding: '3px 8px !important', lineHeight: '20px' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    backgroundColor: 'var(--sl-accent-tint)',
    color: 'var(--sl-text)',
  },
  'li[aria-selected] > .cm-completionDetail': { color: 'var(--sl-text)' },
  '.cm-completionDetail': { color: 'var(--sl-text-secondary)', fontStyle: 'normal' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionInfo': { padding: '6px 10px' },
  '.cm-diagnostic': { padding: '6px 10px' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--sl-negative)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--sl-negative)',
    textUnderlineOffset: '3px',
  },
  '.cm-lintPoint-error:after': { borderBottomColor: 'var(--sl-negative)' },
});
