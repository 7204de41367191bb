import { Router } from 'express';
import answers from './public/answers.js?raw';
import baseCss from './public/base.css?raw';
import commands from './public/commands.js?raw';
import confirmation from './public/confirmation.js?raw';
import controlsCss from './public/controls.css?raw';
import drawer from './public/drawer.js?raw';
import faults from './public/faults.js?raw';
import forms from './public/forms.js?raw';
import frameUrl from './public/frame-url.js?raw';
import frames from './public/frames.js?raw';
import host from './public/host.js?raw';
import listSelection from './public/list-selection.js?raw';
import menuEntries from './public/menu-entries.js?raw';
import menus from './public/menus.js?raw';
import messageLog from './public/message-log.js?raw';
import messageRouter from './public/message-router.js?raw';
import modalDialog from './public/modal-dialog.js?raw';
import modals from './public/modals.js?raw';
import openModal from './public/open-modal.js?raw';
import overlaysCss from './public/overlays.css?raw';
import panel from './public/panel.js?raw';
import push from './public/push.js?raw';
import record from './public/record.js?raw';
import recordsCss from './public/records.css?raw';
import redirect from './public/redirect.js?raw';
import serverCalls from './public/server-calls.js?raw';
import sizes from './public/sizes.js?raw';
import snackbar from './public/snackbar.js?raw';
import surfacesCss from './public/surfaces.css?raw';
import theme from './public/theme.js?raw';

const css = [baseCss, controlsCss, recordsCss, surfacesCss, overlaysCss].join('\n');

const scripts: Record<string, string> = {
  'answers.js': answers,
  'commands.js': commands,
  'confirmation.js': confirmation,
  'drawer.js': drawer,
  'faults.js': faults,
  'forms.js': forms,
  'frame-url.js': frameUrl,
  'frames.js': frames,
  'host.js': host,
  'list-selection.js': listSelection,
  'menu-entries.js': menuEntries,
  'menus.js': menus,
  'message-log.js': messageLog,
  'message-router.js': messageRouter,
  'modal-dialog.js': modalDialog,
  'modals.js': modals,
  'open-modal.js': openModal,
  'panel.js': panel,
  'push.js': push,
  'record.js': record,
  'redirect.js': redirect,
  'server-calls.js': serverCalls,
  'sizes.js': sizes,
  'snackbar.js': snackbar,
  'theme.js': theme,
};

/** Serves the browser side of the host. Its texts are part of the program, so that it also runs when bundled. */
export function browserAssets(): Router {
  const router = Router();
  router.get('/host/assets/host.css', (_request, response) => {
    response.type('css').send(css);
  });
  router.get('/host/assets/:script', (request, response) => {
    const script = scripts[request.params.script];
    if (script === undefined) response.status(404).end();
    else response.type('js').send(script);
  });
  return router;
}
