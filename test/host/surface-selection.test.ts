import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitModal } from '../../client/host/modal-size.ts';
import { openUntilGone } from '../../client/host/open-modal.ts';
import { selectionFromQuery } from '../../client/host/surface-query.ts';

const usual = { id: 'f'.repeat(32), token: 't'.repeat(180), userId: '12345678', companyId: '12345678' };
const query = (parameters: Record<string, string>) =>
  `?${new URLSearchParams({ ...usual, ...parameters })}&theme=dark`;
const organizations = { resource: 'organization', view: 'list' };
const ids = (count: number, first = 1) => Array.from({ length: count }, (_, index) => first + index);

describe('what a modal was opened for', () => {
  it.each([
    [
      { ...organizations, selectedIds: '41' },
      { kind: 'ids', resource: 'organization', ids: [41] },
    ],
    [
      { resource: 'person', view: 'details', selectedIds: '7' },
      { kind: 'ids', resource: 'person', ids: [7] },
    ],
    [
      { ...organizations, selectedIds: '9,4,9' },
      { kind: 'ids', resource: 'organization', ids: [9, 4] },
    ],
    [
      { ...organizations, selectedIds: ids(100).join(',') },
      { kind: 'ids', resource: 'organization', ids: ids(100) },
    ],
    [
      { ...organizations, selectedIds: ids(101).join(',') },
      { kind: 'too_many', resource: 'organization' },
    ],
    [{ ...organizations, selectedIds: '' }, null],
    [{ ...organizations }, null],
    [{ selectedIds: '1' }, null],
    [{ resource: 'deal', selectedIds: '1' }, null],
    [{ ...organizations, selectedIds: '1,x' }, null],
    [{ ...organizations, selectedIds: '0' }, null],
    [{ ...organizations, selectedIds: '1,,2' }, null],
    [{ ...organizations, selectedIds: '-1' }, null],
    [{ ...organizations, selectedIds: '9'.repeat(20) }, null],
  ])('%o is %o', (parameters, selection) => {
    expect(selectionFromQuery(query(parameters))).toEqual(selection);
  });

  it.each([
    ['{"everyone":1}', undefined, { excludedIds: [], narrowed: false }],
    ['{"everyone":1}', '1,7', { excludedIds: [1, 7], narrowed: false }],
    ['{"filter_id":42}', '', { excludedIds: [], narrowed: true }],
    ['{"user_id":42}', undefined, { excludedIds: [], narrowed: true }],
    ['{"everyone":', undefined, null],
    ['[]', undefined, null],
    ['{"everyone":1}', '1,x', null],
  ])('everything by the filter %s without %s is %o', (filter, excludedIds, found) => {
    const parameters = {
      ...organizations,
      selectedIds: '',
      filter,
      ...(excludedIds !== undefined && { excludedIds }),
    };
    expect(selectionFromQuery(query(parameters))).toEqual(
      found && { kind: 'everyone', resource: 'organization', everyone: true, ...found },
    );
  });

  it.each([
    ['{"resource":"person","ids":"3"}', { kind: 'ids', resource: 'person', ids: [3] }],
    [
      '{"resource":"organization","ids":"3,4","more":"x"}',
      { kind: 'ids', resource: 'organization', ids: [3, 4] },
    ],
    ['{"resource":"organization","ids":"3,', null],
    ['{"resource":"organization"}', null],
    ['{"resource":"organization","ids":""}', null],
    ['{"resource":"organization","ids":3}', null],
    ['null', null],
    ['', null],
  ])('the data %s of an SDK call is %o', (data, selection) => {
    expect(selectionFromQuery(query({ data }))).toEqual(selection);
  });

  it('a selection whose address was cut is never taken for another one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9_999_999 }), { minLength: 1, maxLength: 600 }),
        fc.integer({ min: 2000, max: 8000 }),
        fc.boolean(),
        (selected, limit, encoded) => {
          const list = selected.join(encoded ? '%2C' : ',');
          const whole = `https://app.example/review?${new URLSearchParams({ ...usual, ...organizations })}&selectedIds=${list}`;
          const cut = whole.slice(0, limit);
          const selection = selectionFromQuery(new URL(cut).search);
          if (cut === whole && selected.length <= 50)
            expect(selection).toMatchObject({ kind: 'ids', ids: [...new Set(selected)] });
          if (cut !== whole) expect(selection).toEqual({ kind: 'too_many', resource: 'organization' });
        },
      ),
    );
  });

  it('names safe ids only, whatever is written there', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (selectedIds, filter) => {
        const selection = selectionFromQuery(query({ ...organizations, selectedIds, filter }));
        return selection?.kind !== 'ids' || selection.ids.every((id) => Number.isSafeInteger(id) && id > 0);
      }),
    );
  });
});

describe('opening a modal', () => {
  /** A host that does as told: gives what it was asked, and a way to answer and to push the event. */
  const aHost = () => {
    const listeners = new Set<(event: unknown) => void>();
    const answer = { resolve: (_: unknown) => {}, reject: (_: Error) => {} };
    const answered = new Promise<unknown>((resolve, reject) => Object.assign(answer, { resolve, reject }));
    const gone = openUntilGone({
      open: () => answered,
      onClose: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    });
    const push = (event: unknown) => {
      for (const listener of [...listeners]) listener(event);
    };
    return { gone, answer, push, listeners };
  };

  it('ends with the answer, and a late event meets nobody', async () => {
    const host = aHost();
    host.answer.resolve({ status: 'closed' });
    await host.gone;
    expect(host.listeners.size).toBe(0);
  });

  it('ends with the event when the answer never comes, and a late refusal is nobody’s', async () => {
    const host = aHost();
    host.push({});
    await host.gone;
    expect(host.listeners.size).toBe(0);
    host.answer.reject(new Error('late'));
    await expect(host.gone).resolves.toBeUndefined();
  });

  it('ends with the event also where the host pushes none of the documented shape', async () => {
    const host = aHost();
    host.push(undefined);
    await host.gone;
  });

  it('fails when the host refuses, and does not end with a refused listener', async () => {
    const host = aHost();
    host.push({ error: 'no such event' });
    host.answer.reject(new Error('no such modal'));
    await expect(host.gone).rejects.toThrow('no such modal');
    expect(host.listeners.size).toBe(0);
  });
});

it('a modal is never asked to be larger than the window, nor smaller than Pipedrive takes', () => {
  const pixels = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(pixels, pixels, pixels, pixels, (width, height, windowWidth, windowHeight) => {
      const size = fitModal({ width, height }, { width: windowWidth, height: windowHeight });
      expect(size.width).toBeGreaterThanOrEqual(320);
      expect(size.height).toBeGreaterThanOrEqual(120);
      if (windowWidth >= 360) expect(size.width).toBeLessThanOrEqual(windowWidth);
      if (windowHeight >= 140) expect(size.height).toBeLessThanOrEqual(windowHeight);
    }),
  );
  expect(fitModal({ width: 900, height: 700 }, { width: 1200, height: 700 })).toEqual({
    width: 900,
    height: 630,
  });
});
