import '../api/zod-without-eval.ts';
import '../host/set-first-theme.ts';
import '../ui/mantine-base.css';
import { createRoot } from 'react-dom/client';
import { PanelApp } from '../app/panel-app.tsx';
import { loadingHeight } from '../app/panel-skeleton.tsx';
import { Providers } from '../app/providers.tsx';
import { connectHost } from '../host/host.ts';
import { recordFromQuery } from '../host/surface-query.ts';

const { search } = window.location;
const host = connectHost(search, loadingHeight);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Providers host={host}>
      <PanelApp record={recordFromQuery(search)} />
    </Providers>,
  );
