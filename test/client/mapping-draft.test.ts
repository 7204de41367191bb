import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countChanges, noChanges, toMappingChanges } from '../../client/features/mapping/draft.ts';
import { type DraftAction, type DraftState, reduceDraft } from '../../client/features/mapping/draft-state.ts';
import type { EntrySettings, MappingView } from '../../server/mapping/mapping.contract.ts';
import { mapping, withSettings } from './support/mapping-answers.ts';

const view = mapping(() => 'mapped', { only: 6 });
const sources = view.organization.rows.map(({ source }) => source);
const [first = '', second = '', third = ''] = sources;

function act(state: DraftState | null, ...actions: DraftAction[]): DraftState {
  const next = actions.reduce<DraftState | null>(reduceDraft, state);
  if (!next) throw new Error('There is a state once a view was seen.');
  return next;
}
const seen = (next: MappingView): DraftAction => ({ type: 'seen', view: next });
const edit = (source: string, patch: Partial<EntrySettings>): DraftAction => ({
  type: 'edit',
  objectType: 'organization',
  patches: new Map([[source, patch]]),
});
const saved = (settings: Record<string, Partial<EntrySettings>>) =>
  withSettings(view, settings, { edition: view.edition + 1 });

describe('changes that are not saved', () => {
  it('are only what differs, and are sent as whole settings of these rows', () => {
    const state = act(null, seen(view), edit(first, { rule: 'never' }), edit(second, { rule: 'always' }));
    expect(countChanges(state.changes)).toBe(1);
    const settings = view.organization.rows[0]?.settings;
    expect(toMappingChanges(state.view, state.changes)).toEqual({
      edition: view.edition,
      organization: { entries: { [first]: { ...settings, rule: 'never' } } },
    });
    expect(act(state, edit(first, { rule: 'always' })).changes).toEqual(noChanges);
  });

  it('stay when the view is replaced, and go when it says the same', () => {
    const state = act(
      null,
      seen(view),
      edit(first, { rule: 'never' }),
      edit(second, { whenMissing: 'keep' }),
    );
    const after = act(state, seen(saved({ [first]: { rule: 'never' } })));
    expect(Object.keys(after.changes.organization.entries)).toEqual([second]);
    expect(after.conflicts).toBeNull();
    expect(toMappingChanges(after.view, after.changes).edition).toBe(view.edition + 1);
  });

  it('are asked about where somebody else changed the same row in another way', () => {
    const state = act(null, seen(view), edit(first, { rule: 'never' }), edit(second, { rule: 'never' }));
    const theirs = saved({ [first]: { rule: 'if_empty' }, [third]: { enabled: false } });
    const asked = act(state, { type: 'outdated' }, seen(theirs));
    expect(asked.conflicts).toMatchObject([
      { source: first, theirs: { rule: 'if_empty' }, mine: { rule: 'never' } },
    ]);
    const mine = act(asked, { type: 'decide', theirs: [] });
    expect(toMappingChanges(mine.view, mine.changes).organization?.entries).toMatchObject({
      [first]: { rule: 'never' },
      [second]: { rule: 'never' },
    });
    const given = act(asked, { type: 'decide', theirs: asked.conflicts ?? [] });
    expect(Object.keys(given.changes.organization.entries)).toEqual([second]);
    expect(given.conflicts).toBeNull();
  });

  it('are told about when somebody else saved other rows and saving was refused for it', () => {
    const state = act(null, seen(view), edit(first, { rule: 'never' }));
    const theirs = saved({ [third]: { enabled: false } });
    expect(act(state, { type: 'outdated' }, seen(theirs)).conflicts).toEqual([]);
    expect(act(state, seen(theirs)).conflicts).toBeNull();
  });

  it('give way to a field that was just created for the row', () => {
    const state = act(
      null,
      seen(view),
      edit(first, { target: 'old_city', rule: 'if_empty', whenMissing: 'keep' }),
    );
    const created = saved({ [first]: { target: 'new_field' } });
    const { changes, conflicts } = act(state, {
      type: 'accepted',
      view: created,
      objectType: 'organization',
      withNewTarget: [first],
    });
    expect(changes.organization.entries).toEqual({ [first]: { whenMissing: 'keep' } });
    expect(conflicts).toBeNull();
  });

  it('merge calculated values by name', () => {
    const value = (name: string, expression: string) => ({
      name,
      label: name,
      expression,
      resultType: 'text' as const,
      examples: [],
    });
    const base = { ...view, calculated: [value('a', '1'), value('b', '1')] };
    const state = act(null, seen(base), {
      type: 'calculate',
      calculated: [value('a', '2'), value('c', '1')],
    });
    const theirs = { ...base, edition: 9, calculated: [value('a', '3'), value('b', '1'), value('d', '1')] };
    const asked = act(state, seen(theirs));
    expect(asked.conflicts).toMatchObject([{ kind: 'value', name: 'a' }]);
    expect(asked.changes.calculated?.map(({ name, expression }) => name + expression).sort()).toEqual([
      'a2',
      'c1',
      'd1',
    ]);
    const given = act(asked, { type: 'decide', theirs: asked.conflicts ?? [] });
    expect(given.changes.calculated?.map(({ name, expression }) => name + expression).sort()).toEqual([
      'a3',
      'c1',
      'd1',
    ]);
  });

  it('keep the reasons of the server until the row is changed', () => {
    const problem = (source: string, code: string) => ({
      code,
      objectType: 'organization' as const,
      source,
      message: 'No.',
    });
    const state = act(null, seen(view), edit(first, { rule: 'never' }), {
      type: 'refused',
      problems: [
        problem(first, 'target_gone'),
        problem(second, 'target_gone'),
        problem(third, 'two_entries_one_target'),
      ],
    });
    const after = act(state, edit(first, { target: null }));
    expect(after.problems.map(({ source }) => source)).toEqual([second]);
  });
});

const settings = fc.record(
  {
    rule: fc.constantFrom('always', 'if_empty_or_ours', 'if_empty', 'never'),
    whenMissing: fc.constantFrom('keep', 'clear'),
    enabled: fc.boolean(),
    target: fc.constantFrom(null, 'old_city', 'old_notes'),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<EntrySettings>>;
const many = fc.dictionary(fc.constantFrom(...sources), settings);

it('never loses a change of either side, whatever both saved', () => {
  fc.assert(
    fc.property(many, many, (mine, theirs) => {
      const edited = act(
        null,
        seen(view),
        ...Object.entries(mine).map(([source, patch]) => edit(source, patch)),
      );
      const next = saved(theirs);
      const asked = act(edited, { type: 'outdated' }, seen(next));
      const inConflict = new Set(
        asked.conflicts?.map((conflict) => (conflict.kind === 'row' ? conflict.source : '')),
      );
      const wanted = toMappingChanges(edited.view, edited.changes).organization?.entries ?? {};
      const sent = toMappingChanges(asked.view, asked.changes).organization?.entries ?? {};
      for (const row of next.organization.rows) {
        const was = view.organization.rows.find(({ source }) => source === row.source)?.settings;
        const result = sent[row.source] ?? row.settings;
        // What I did not touch stays as they saved it; what I did is as I wanted it, and asked about if they did too.
        if (!wanted[row.source]) expect(result).toEqual(row.settings);
        else expect(result).toEqual(wanted[row.source]);
        const both = wanted[row.source] !== undefined && JSON.stringify(was) !== JSON.stringify(row.settings);
        const differ = JSON.stringify(wanted[row.source]) !== JSON.stringify(row.settings);
        expect(inConflict.has(row.source)).toBe(both && differ);
      }
      const given = act(asked, { type: 'decide', theirs: asked.conflicts ?? [] });
      for (const source of inConflict) expect(given.changes.organization.entries).not.toHaveProperty(source);
    }),
    { numRuns: 300 },
  );
});
