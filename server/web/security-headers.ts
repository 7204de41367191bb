import type { RequestHandler } from 'express';
import helmet from 'helmet';

const directives = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  // Mantine sets sizes and colours by style attributes.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
};

/** Headers of everything that is not a surface: never in a frame. */
export function closedHeaders(https: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        ...directives,
        frameAncestors: ["'none'"],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: https,
  });
}

/**
 * Headers of the surfaces Pipedrive shows in frames. X-Frame-Options has no value that allows one foreign
 * origin, so only the policy says who may frame; the opener and resource policies would keep the frame blank.
 */
export function surfaceHeaders(options: { https: boolean; frameAncestors: string }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...directives, frameAncestors: [options.frameAncestors] },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: options.https,
    xFrameOptions: false,
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: false,
  });
}

/** Who may frame the surfaces: every company's subdomain where the web address names the company. */
export function frameAncestorsOf(webUrl: string): string {
  return new URL(webUrl.replace('{company}', 'company')).origin.replace('//company.', '//*.');
}
