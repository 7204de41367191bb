import { AppError } from '../platform/errors.ts';

/** The refusal of a run while another of its kind is under way. */
export function runActive(): AppError {
  return new AppError({
    code: 'run_active',
    status: 409,
    message: 'This is already under way. Wait until it has finished, or cancel it first.',
  });
}

/** The refusal of a run that was started before under the same id. */
export function runExists(): AppError {
  return new AppError({
    code: 'run_exists',
    status: 409,
    message: 'This was started before. Look at the list of runs.',
  });
}
