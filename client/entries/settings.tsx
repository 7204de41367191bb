import '../api/zod-without-eval.ts';
import '../host/set-first-theme.ts';
import '../ui/mantine-base.css';
import '../ui/mantine-forms.css';
import { createRoot } from 'react-dom/client';
import { Providers } from '../app/providers.tsx';
import { SettingsApp } from '../app/settings-app.tsx';
import { settingsHeights } from '../host/frame-height.ts';
import { connectHost } from '../host/host.ts';

const host = connectHost(window.location.search, settingsHeights.min);
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <Providers host={host}>
      <SettingsApp />
    </Providers>,
  );
