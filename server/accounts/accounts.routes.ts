import { json, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { sameSecret } from '../platform/crypto.ts';
import { parse } from '../platform/endpoint.ts';
import { AppError } from '../platform/errors.ts';
import type { Log } from '../platform/log.ts';
import type { AccountStore } from './account.store.ts';
import { accountView } from './account-view.ts';
import { planChange } from './accounts.contract.ts';
import { noAccount, setPlan } from './set-plan.ts';

type Deps = {
  accounts: AccountStore;
  log: Log;
  onPlanChanged(companyId: number): Promise<void>;
  /** Undefined: the operator's routes do not exist. */
  operatorToken: string | undefined;
};

const byCompany = z.object({ companyId: z.coerce.number().int().positive().safe() });

/** The operator's routes: `GET` and `PUT /operator/accounts/:companyId`. */
export function createAccountsRouter(deps: Deps): Router {
  const router = Router();
  const guard = operatorOnly(deps.operatorToken);
  router.get('/operator/accounts/:companyId', guard, async (request, response) => {
    const { companyId } = parse(byCompany, request.params, 'path');
    const account = await deps.accounts.forCompany(companyId);
    if (!account) throw noAccount(companyId);
    response.json(accountView(account));
  });
  router.put('/operator/accounts/:companyId', guard, json({ limit: '32kb' }), async (request, response) => {
    const { companyId } = parse(byCompany, request.params, 'path');
    const change = parse(planChange, request.body, 'body');
    response.json(accountView(await setPlan(deps, companyId, change)));
  });
  return router;
}

/** Lets only the operator through: `Authorization: Bearer <token>`, compared in constant time. */
function operatorOnly(operatorToken: string | undefined): RequestHandler {
  return (request, _response, next) => {
    if (operatorToken === undefined) {
      throw new AppError({
        code: 'not_found',
        status: 404,
        message: 'There is nothing here. Check the address.',
      });
    }
    if (sameSecret(request.get('authorization') ?? '', `Bearer ${operatorToken}`)) return next();
    throw new AppError({
      code: 'bad_operator_token',
      status: 401,
      message: 'Send the operator token as "Authorization: Bearer …".',
    });
  };
}
