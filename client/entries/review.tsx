import '../api/zod-without-eval.ts';
import '../host/set-first-theme.ts';
import '../ui/mantine-base.css';
import '../ui/mantine-forms.css';
import { createRoot } from 'react-dom/client';
import { Providers } from '../app/providers.tsx';
import { ReviewApp } from '../app/review-app.tsx';
import { connectHost } from '../host/host.ts';

const { search } = window.location;
/** Height to begin with, in pixels: a modal may be as large as the window, and this one scrolls. */
const firstHeight = 640;
const host = connectHost(search, firstHeight);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Providers host={host}>
      <ReviewApp search={search} />
    </Providers>,
  );
