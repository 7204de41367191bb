import { NativeSelect, TextInput } from '@mantine/core';
import { resultTypes } from './draft-value.ts';
import classes from './expressions.module.css';
import type { ValueForm } from './use-value-form.ts';

type Props = { form: ValueForm; nameFixed: boolean; canChange: boolean };

/** What a calculated value is called and what it gives. */
export function ValueFields({ form, nameFixed, canChange }: Props) {
  const { value, change, nameProblem } = form;
  return (
    <div className={classes['fields']}>
      <TextInput
        size="xs"
        label="Label"
        description="What people see in the mapping"
        maxLength={80}
        value={value.label}
        disabled={!canChange}
        onChange={({ currentTarget }) => form.setLabel(currentTarget.value)}
      />
      <TextInput
        size="xs"
        label="Name"
        description={nameFixed ? 'It stays as it was saved' : 'It cannot change once it is saved'}
        value={value.name}
        disabled={!canChange || nameFixed}
        error={nameProblem}
        onChange={({ currentTarget }) => form.setName(currentTarget.value)}
      />
      <NativeSelect
        size="xs"
        label="Gives"
        description="Decides which fields it can fill"
        value={value.resultType}
        data={resultTypes}
        disabled={!canChange}
        onChange={({ currentTarget }) => {
          const type = resultTypes.find((one) => one.value === currentTarget.value);
          if (type) change({ resultType: type.value });
        }}
      />
    </div>
  );
}
