import '../api/zod-without-eval.ts';
import '../host/set-first-theme.ts';
import '../ui/mantine-base.css';
import '../ui/mantine-forms.css';
import { createRoot } from 'react-dom/client';
import { CalculatedValuesApp } from '../app/calculated-values-app.tsx';
import { Providers } from '../app/providers.tsx';
import { connectHost } from '../host/host.ts';

const { search } = window.location;
/** Height to begin with, in pixels; the page asks for more once it knows how large the window is. */
const firstHeight = 640;
const host = connectHost(search, firstHeight);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Providers host={host}>
      <CalculatedValuesApp search={search} />
    </Providers>,
  );
