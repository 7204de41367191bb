/** One figure of the bench. `bar` is what design.md asks for; null where nothing is asked. */
export type Row = {
  id: string;
  value: number;
  unit: string;
  bar: number | null;
  better: 'lower' | 'higher';
  /** What was measured, for people. */
  about: string;
};

/** Whether a figure meets its bar; `null` without one. */
export function meetsBar({ value, bar, better }: Row): boolean | null {
  if (bar === null) return null;
  return better === 'lower' ? value <= bar : value >= bar;
}

/** The rows as an aligned table. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.id,
    shown(row.value),
    row.unit,
    row.bar === null ? '' : `${row.better === 'lower' ? '≤' : '≥'} ${shown(row.bar)}`,
    { true: 'met', false: 'MISSED', null: '' }[`${meetsBar(row)}`],
    row.about,
  ]);
  const all = [['', 'measured', 'unit', 'bar', '', ''], ...cells];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? [];
  const numeric = new Set([1, 3]);
  return all
    .map((line) =>
      line
        .map((cell = '', column) => {
          const width = widths[column] ?? 0;
          return numeric.has(column) ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Four digits that count are enough; larger numbers are whole. */
function shown(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(4)));
}
