import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clampHeight, panelHeights } from '../../client/host/frame-height.ts';
import { sdkClassOf } from '../../client/host/sdk-class.ts';
import { isInsidePipedrive, recordFromQuery, themeFromQuery } from '../../client/host/surface-query.ts';
import { themeFromEvent } from '../../client/host/theme-event.ts';
import { HostError, orRefused, withTimeOut } from '../../client/host/with-time-out.ts';

describe('the SDK’s class', () => {
  class Sdk {}
  it.each([
    ['as the default export', { default: Sdk }],
    ['nested once more, as Vite 8 gives it', { default: { default: Sdk, Command: {} }, Command: {} }],
  ])('is found %s', (_where, module) => {
    expect(sdkClassOf(module)).toBe(Sdk);
  });

  it.each([[undefined], [{}], [{ default: {} }], [{ default: { default: {} } }]])(
    'is missed aloud in %o',
    (module) => {
      expect(() => sdkClassOf(module)).toThrow('does not export its class');
    },
  );
});

describe('a frame’s query', () => {
  it.each([
    ['?theme=dark', 'dark'],
    ['?theme=light', 'light'],
    ['?theme=DARK', 'light'],
    ['', 'light'],
  ])('gives the theme of %s as %s', (search, theme) => {
    expect(themeFromQuery(search)).toBe(theme);
  });

  it.each([
    ['?resource=organization&selectedIds=41', { resource: 'organization', id: 41 }],
    ['?resource=person&selectedIds=7', { resource: 'person', id: 7 }],
    ['?resource=deal&selectedIds=7', null],
    ['?resource=organization', null],
    ['?resource=organization&selectedIds=', null],
    ['?resource=organization&selectedIds=0', null],
    ['?resource=organization&selectedIds=-3', null],
    ['?resource=organization&selectedIds=4,5', null],
    ['?resource=organization&selectedIds=4e3', null],
    ['?resource=organization&selectedIds=99999999999999999999', null],
    ['?selectedIds=4', null],
  ])('names the record of %s', (search, record) => {
    expect(recordFromQuery(search)).toEqual(record);
  });

  it('names only safe positive ids, whatever is written there', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const query = new URLSearchParams({ resource: 'organization', selectedIds: text });
        const record = recordFromQuery(`?${query}`);
        return record === null || (Number.isSafeInteger(record.id) && record.id > 0);
      }),
    );
  });

  it('tells whether Pipedrive loaded the page', () => {
    expect(isInsidePipedrive('?id=abc')).toBe(true);
    expect(isInsidePipedrive('?id=')).toBe(false);
    expect(isInsidePipedrive('')).toBe(false);
  });
});

describe('a theme event', () => {
  it.each([
    [{ data: { theme: 'dark' } }, 'dark'],
    [{ theme: 'dark' }, 'dark'],
    [{ theme: 'light', data: { theme: 'dark' } }, 'dark'],
    [{ data: { theme: 'neon' } }, null],
    [{ error: 'no' }, null],
    [undefined, null],
    ['dark', null],
  ])('%o means %s', (event, theme) => {
    expect(themeFromEvent(event)).toBe(theme);
  });
});

describe('waiting for the host', () => {
  it('ends with what the host answers', async () => {
    await expect(withTimeOut(Promise.resolve(5), 1_000, 'token')).resolves.toBe(5);
  });

  it('ends when the host stays silent', async () => {
    const silence = withTimeOut(new Promise(() => {}), 5, 'token');
    await expect(silence).rejects.toMatchObject({ code: 'host_silent' });
    await expect(silence).rejects.toBeInstanceOf(HostError);
  });

  it('never repeats the host’s own text, which may be anything', async () => {
    const refusal = orRefused(Promise.reject(new Error('secret')), 'question');
    await expect(refusal).rejects.toMatchObject({ code: 'host_refused' });
    await expect(refusal).rejects.not.toThrow('secret');
  });
});

it('only asks for heights that Pipedrive accepts', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 20_000, noNaN: true }), (pixels) => {
      const height = clampHeight(pixels, panelHeights);
      return Number.isInteger(height) && height >= 100 && height <= 750;
    }),
  );
  expect(clampHeight(320.2, panelHeights)).toBe(321);
});
