import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type SignalRule, signalRule } from '../../../server/install/preferences.contract.ts';
import { kindOptions, ruleWords } from './rule-words.ts';

type Props = { saving: boolean; onAdd: (rule: SignalRule) => void; onCancel: () => void };

/** What a new rule is about, and the sentence it comes to. */
export function RuleForm({ saving, onAdd, onCancel }: Props) {
  const [kind, setKind] = useState<SignalRule['kind']>('app_added');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const rule = { kind, names: namesIn(text) };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const good = signalRule.safeParse(rule);
    setProblem(good.success ? null : 'At most 20 names of 100 characters each.');
    if (good.success) onAdd(good.data);
  };
  return (
    <form onSubmit={add} noValidate>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          size="xs"
          label="Tell me when"
          value={kind}
          data={kindOptions}
          onChange={({ currentTarget }) =>
            setKind(kindOptions.find(({ value }) => value === currentTarget.value)?.value ?? kind)
          }
        />
        <TextInput
          size="xs"
          w={280}
          maw="100%"
          label={`${kindOptions.find(({ value }) => value === kind)?.named ?? 'Names'}, with commas between`}
          placeholder="Any"
          value={text}
          error={problem}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <Button size="xs" type="submit" loading={saving}>
          Add rule
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          Close
        </Button>
      </Group>
      <p aria-live="polite">{ruleWords(rule)}</p>
    </form>
  );
}

/** Names as typed, each once. */
function namesIn(text: string): string[] {
  const names = new Map<string, string>();
  for (const name of text.split(',').map((part) => part.trim()))
    if (name !== '' && !names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  return [...names.values()];
}
