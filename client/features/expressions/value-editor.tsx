import { Button, Skeleton } from '@mantine/core';
import { useId, useRef } from 'react';
import type { ExpressionHelp } from '../../../server/mapping/calculated/expression.contract.ts';
import type { CalculatedValueView } from '../../../server/mapping/mapping.contract.ts';
import { toApiError } from '../../api/api-error.ts';
import { ErrorCard } from '../../ui/error-card.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useUnsavedGuard } from '../../ui/use-unsaved-guard.ts';
import type { EditorHandle } from './code-editor.tsx';
import { typeWords } from './draft-value.ts';
import { EditorHelp } from './editor-help.tsx';
import classes from './expressions.module.css';
import { LazyCodeEditor } from './lazy-code-editor.tsx';
import { LiveResults } from './live-results.tsx';
import { ProblemList } from './problem-list.tsx';
import { useExpressionHelp } from './queries.ts';
import { SavedExamples } from './saved-examples.tsx';
import { useReport } from './use-report.ts';
import { type FormGiven, useValueForm } from './use-value-form.ts';
import { ValueFields } from './value-fields.tsx';

type ValueEditorProps = FormGiven & {
  canChange: boolean;
  submitLabel: string;
  busy?: boolean;
  onSubmit: (value: CalculatedValueView) => void;
  onCancel: () => void;
};

/** Writes one calculated value: the expression with its check, what it gives, and the examples it has to keep. */
export function ValueEditor(props: ValueEditorProps) {
  const help = useExpressionHelp();
  if (help.isPending) return <Skeleton h={420} role="status" aria-label="Loading" />;
  if (help.data) return <Loaded {...props} help={help.data} />;
  const { message, requestId } = toApiError(help.error);
  const again = () => void help.refetch();
  return <ErrorCard message={message} requestId={requestId} retrying={help.isFetching} onRetry={again} />;
}

function Loaded({ help, ...props }: ValueEditorProps & { help: ExpressionHelp }) {
  const { nameFixed, submitLabel, busy = false, onSubmit, onCancel } = props;
  const canChange = props.canChange && help.gate.allowed;
  const form = useValueForm(props);
  const { value, change } = form;
  useUnsavedGuard(form.dirty);
  const live = useReport(value, help.gate.allowed);
  const editor = useRef<EditorHandle>(null);
  const problemsId = useId();
  const written = value.expression.trim() !== '';
  const problems = live.report?.problems ?? [];
  const blocked = form.blocked ?? (live.report && live.current && problems.length > 0 ? mend : null);

  return (
    <div className={classes['editor']}>
      <ValueFields form={form} nameFixed={nameFixed} canChange={canChange} />
      <div>
        <EditorHelp
          help={help}
          canChange={canChange}
          onUse={(example) => {
            form.use(example);
            editor.current?.goTo(example.expression.length);
          }}
        />
        <LazyCodeEditor
          label="Expression"
          describedBy={problemsId}
          value={value.expression}
          readOnly={!canChange}
          problems={written ? problems : []}
          help={help}
          onChange={(expression) => change({ expression })}
          handle={editor}
        />
        <ProblemList
          id={problemsId}
          text={value.expression}
          problems={written ? problems : []}
          onGoTo={(position) => editor.current?.goTo(position)}
        />
        <Verdict written={written} live={live} />
      </div>
      {live.error ? (
        <Notice
          tone="negative"
          title="This could not be checked"
          actions={
            <Button size="xs" variant="default" onClick={live.retry}>
              Try again
            </Button>
          }
        >
          <p>{toApiError(live.error).message}</p>
        </Notice>
      ) : null}
      <div className={classes['columns']}>
        <div>
          <h3 className={classes['heading']}>Results now</h3>
          {live.report && problems.length === 0 ? (
            <LiveResults
              results={live.report.results}
              current={live.current}
              expected={new Set(value.examples.map(({ storeId }) => storeId))}
              onExpect={canChange ? form.expect : null}
            />
          ) : (
            <p className={classes['hint']}>
              {written && problems.length > 0
                ? 'Results appear once the expression is correct.'
                : 'What the expression gives for up to 20 of your matched stores.'}
            </p>
          )}
        </div>
        <div>
          <h3 className={classes['heading']}>Saved examples</h3>
          <SavedExamples
            examples={value.examples}
            checked={live.report?.examples ?? []}
            canChange={canChange}
            onRemove={form.forget}
          />
        </div>
      </div>
      <div className={classes['foot']}>
        <Button
          size="xs"
          disabled={!canChange || blocked !== null}
          loading={busy}
          onClick={() => onSubmit(value)}
        >
          {submitLabel}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          {canChange ? 'Cancel' : 'Close'}
        </Button>
        <span role="status" className={classes['hint']}>
          {canChange && form.dirty ? blocked : null}
        </span>
      </div>
    </div>
  );
}

const mend = 'Correct the expression first.';

/** One line on where the check stands; the problems themselves stand above it. */
function Verdict({ written, live }: { written: boolean; live: ReturnType<typeof useReport> }) {
  const { report, current, error } = live;
  const words = (() => {
    if (!written || error) return null;
    if (!report || !current) return 'Checking …';
    return report.problems.length > 0 ? null : typeWords(report.type);
  })();
  return (
    <p role="status" className={classes['verdict']}>
      {words}
    </p>
  );
}
