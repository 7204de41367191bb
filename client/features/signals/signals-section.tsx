import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import type { SignalRule } from '../../../server/install/preferences.contract.ts';
import { Section } from '../../ui/section.tsx';
import { Tag } from '../../ui/tag.tsx';
import { RuleForm } from './rule-form.tsx';
import { kindOptions, ruleWords } from './rule-words.ts';
import { SignalsEstimate } from './signals-estimate.tsx';

export type SignalsProps = {
  rules: SignalRule[];
  version: number;
  /** Why nothing can be changed here, in words; null when it can. */
  blockedBecause: string | null;
  /** Automatic updates are on; without them nothing is told. */
  automatic: boolean;
  saving: boolean;
  /** Why the last change was not saved, in words. */
  problem: string | null;
  onSave: (rules: SignalRule[], done: () => void) => void;
};

const mostRules = 20;

const isSame = (one: SignalRule, other: SignalRule) => ruleWords(one) === ruleWords(other);

/** What the weekly release is watched for, told as notes on organizations. */
export function SignalsSection(props: SignalsProps) {
  const { rules, blockedBecause, automatic, saving, problem, onSave } = props;
  const [adding, setAdding] = useState(false);
  const disabled = blockedBecause !== null || saving;
  const addButton = (
    <Button
      size="xs"
      variant="default"
      disabled={disabled || rules.length >= mostRules}
      onClick={() => setAdding(true)}
    >
      Add a rule
    </Button>
  );
  return (
    <Section
      id="signals"
      title="Change signals"
      description="From the next release on, a note on the organization tells what changed about its shop: one note a release, whatever the number of rules."
      aside={adding ? null : addButton}
    >
      <Stack gap="md">
        {blockedBecause ? <span>{blockedBecause}</span> : null}
        {automatic || rules.length === 0 ? null : <span>Automatic updates are off: nothing is told.</span>}
        {rules.length === 0 ? (
          <span>No rules: no notes are added.</span>
        ) : (
          <ul>
            {rules.map((rule, index) => (
              <li key={`${rule.kind} ${rule.names.join(',')}`}>
                <Group gap="sm">
                  <b>{kindOptions.find(({ value }) => value === rule.kind)?.label}</b>
                  {rule.names.length === 0 ? <Tag>Any</Tag> : null}
                  {rule.names.map((name) => (
                    <Tag key={name}>{name}</Tag>
                  ))}
                  <Button
                    size="compact-xs"
                    variant="subtle"
                    disabled={disabled}
                    aria-label={`Remove the rule: ${ruleWords(rule)}`}
                    onClick={() => onSave(rules.toSpliced(index, 1), () => {})}
                  >
                    Remove
                  </Button>
                </Group>
                <p>{ruleWords(rule)}</p>
              </li>
            ))}
          </ul>
        )}
        {adding ? (
          <RuleForm
            saving={saving}
            onCancel={() => setAdding(false)}
            onAdd={(rule) =>
              onSave([...rules.filter((other) => !isSame(other, rule)), rule], () => setAdding(false))
            }
          />
        ) : null}
        {problem ? <p role="alert">{problem}</p> : null}
        {rules.length > 0 ? <SignalsEstimate version={props.version} /> : null}
      </Stack>
    </Section>
  );
}
