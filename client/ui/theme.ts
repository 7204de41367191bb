import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/** Pipedrive's accent as Mantine's ten steps; the sixth is the accent itself. */
const accent: MantineColorsTuple = [
  '#f0f0ff',
  '#e1e1ff',
  '#c9c7fb',
  '#a9a4f7',
  '#857ee9',
  '#6861f2',
  '#5a54d6',
  '#4d48b8',
  '#413d99',
  '#2f2c70',
];

/** Pipedrive's dark neutrals, text first, page last: Mantine's inputs and tables take theirs from here. */
const dark: MantineColorsTuple = [
  '#e2e2e4',
  '#bcbcbf',
  '#9ea5ad',
  '#72747a',
  '#4c4f55',
  '#33353e',
  '#2a2c35',
  '#1e2029',
  '#16181f',
  '#0e1017',
];

/** Pipedrive's type styles, spacing and radii in Mantine's words. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: 5,
  colors: { accent, dark },
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '21px' },
  lineHeights: { xs: '1.5', sm: '1.5', md: '1.5', lg: '1.5', xl: '1.5' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '2px', sm: '4px', md: '4px', lg: '8px', xl: '16px' },
  defaultRadius: 'sm',
  headings: { fontWeight: '600' },
  cursorType: 'pointer',
});

const shared = {
  '--mantine-color-text': 'var(--sl-text)',
  '--mantine-color-body': 'var(--sl-surface)',
  '--mantine-color-dimmed': 'var(--sl-text-secondary)',
  '--mantine-color-placeholder': 'var(--sl-text-secondary)',
  '--mantine-color-anchor': 'var(--sl-link)',
  '--mantine-color-error': 'var(--sl-negative)',
  '--mantine-color-default': 'var(--sl-surface)',
  '--mantine-color-default-hover': 'var(--sl-surface-2)',
  '--mantine-color-default-color': 'var(--sl-text)',
  '--mantine-color-default-border': 'var(--sl-border-strong)',
  '--mantine-color-disabled': 'var(--sl-surface-2)',
  '--mantine-color-disabled-color': 'var(--sl-text-secondary)',
  '--mantine-color-disabled-border': 'var(--sl-border)',
  '--mantine-primary-color-filled': 'var(--sl-accent)',
  '--mantine-color-accent-filled': 'var(--sl-accent)',
  '--mantine-color-accent-light-color': 'var(--sl-accent-text)',
};

/** Hands our colour roles to Mantine's components; `tokens.css` says what they are in each theme. */
export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared });
