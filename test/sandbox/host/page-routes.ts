import { type Request, type Response, Router } from 'express';
import { canSee } from '../api/visibility.ts';
import type { HostDeps } from '../host-deps.ts';
import type { RecordKind } from '../state/records.ts';
import type { Organization, Person, User } from '../world.ts';
import type { HostTiming, HostView } from './host-view.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { sliceOf } from './pages/list-page.ts';
import { organizationPage, organizationsPage } from './pages/organization-pages.ts';
import { personPage, personsPage } from './pages/person-pages.ts';
import { settingsPage } from './pages/settings-page.ts';
import { hostView } from './view-of.ts';

/** The pages a person walks through: lists, details, the app's settings. */
export function pageRoutes(deps: HostDeps, timing: HostTiming): Router {
  const router = Router();
  const { world, records } = deps;

  /** A page; `content` gives undefined for what is not there. */
  const page = (
    path: string,
    content: (view: HostView, request: Request) => { title: string; content: Html } | undefined,
  ) =>
    router.get(path, (request: Request, response: Response) => {
      const view = hostView(deps, timing, request, response);
      const drawn = content(view, request);
      response
        .status(drawn ? 200 : 404)
        .set('Cache-Control', 'no-store')
        .type('html')
        .send(layout(view, drawn ?? notFound));
    });

  const listed = <T extends Organization | Person>(user: User, all: readonly T[], request: Request) => {
    const search = text(request.query['search']).trim();
    const wanted = search.toLowerCase();
    const seen = all.filter(
      (record) =>
        !record.is_deleted && canSee(world, user, record) && record.name.toLowerCase().includes(wanted),
    );
    return { search, total: seen.length, ...sliceOf(seen, Number(text(request.query['page']))) };
  };

  const found = <K extends RecordKind>(kind: K, user: User, request: Request) => {
    const record = records.find(kind, Number(request.params['id']));
    return record && !record.is_deleted && canSee(world, user, record) ? record : undefined;
  };

  router.get('/', (request, response) => {
    const { installed, app } = hostView(deps, timing, request, response);
    response.redirect(installed ? '/organizations' : app.marketplacePath);
  });
  page('/organizations', (view, request) => ({
    title: 'Organizations',
    content: organizationsPage(view, listed(view.user, world.organizations, request)),
  }));
  page('/persons', (view, request) => ({
    title: 'People',
    content: personsPage(view, listed(view.user, world.persons, request)),
  }));
  page('/organization/:id', (view, request) => {
    const record = found('organization', view.user, request);
    return record && { title: record.name, content: organizationPage(view, record) };
  });
  page('/person/:id', (view, request) => {
    const record = found('person', view.user, request);
    return record && { title: record.name, content: personPage(view, record) };
  });
  page('/settings/marketplace/app/:clientId/app-settings', (view, request) =>
    request.params['clientId'] === world.app.clientId
      ? { title: `${view.app.name} settings`, content: settingsPage(view) }
      : undefined,
  );
  return router;
}

const notFound = {
  title: 'Not found',
  content: html`<section class="card"><h1>Not found</h1><p>It was deleted, never existed, or you may not see it.</p>
<a class="button button-secondary" href="/organizations">Go to organizations</a></section>`,
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
