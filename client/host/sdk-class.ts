import type AppExtensionsSDK from '@pipedrive/app-extensions-sdk';

type SdkClass = typeof AppExtensionsSDK;

const isClass = (value: unknown): value is SdkClass => typeof value === 'function';
const defaultOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'default' in value ? value.default : undefined;

/**
 * Finds the SDK's class in its module. The package is CommonJS: depending on the bundler the default import is the
 * class or an object that holds the class as `default` once more.
 * @throws Error when it is in neither place, i.e. the package changed
 */
export function sdkClassOf(module: unknown): SdkClass {
  const first = defaultOf(module);
  if (isClass(first)) return first;
  const second = defaultOf(first);
  if (isClass(second)) return second;
  throw new Error('The app extensions SDK does not export its class.');
}
