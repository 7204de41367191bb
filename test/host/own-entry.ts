import { connectHost } from '../../client/host/host.ts';
import { selectionFromQuery } from '../../client/host/surface-query.ts';

// The app's own connection to Pipedrive in a page without anything else, for tests to drive.
const { search } = window.location;
const host = connectHost(search, 300);
Object.assign(window, { host, ready: host?.ready, selection: selectionFromQuery(search) });
