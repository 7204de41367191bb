import { AppError } from '../platform/errors.ts';

export function mailOff(): AppError {
  return new AppError({
    code: 'mail_off',
    status: 409,
    message: 'This Store Leads sends no mail. Ask its operator to set SMTP_URL and MAIL_FROM.',
  });
}

export function onlyOwner(): AppError {
  return new AppError({
    code: 'not_allowed',
    status: 403,
    message:
      'Only the owner of the Store Leads account can change the error mail. Ask them to open this page.',
  });
}

export function mailNotSent(): AppError {
  return new AppError({
    code: 'mail_not_sent',
    status: 503,
    message: 'The mail server did not take the mail. Try again in a few minutes.',
    retry: true,
  });
}

export function addressRefused(): AppError {
  return new AppError({
    code: 'address_refused',
    status: 400,
    message: 'The mail server does not take mail for this address. Check how it is written.',
  });
}

export function notConfirmed(): AppError {
  return new AppError({
    code: 'mail_not_confirmed',
    status: 409,
    message: 'Follow the link in the first mail, then try again.',
  });
}

export function tooManyMails(): AppError {
  return new AppError({
    code: 'too_many_mails',
    status: 429,
    message: 'Too many mails were asked for today. Try again tomorrow.',
    retry: true,
  });
}

/** One sentence for every reason: a guessed token must teach nothing. */
export function linkOver(): AppError {
  return new AppError({
    code: 'link_over',
    status: 404,
    message:
      'This link was used before, is too old, or was replaced by a newer one. Ask for a new mail on the settings page.',
  });
}
