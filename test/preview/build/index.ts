/** Everything a page loads: the vendor's part from disk, ours built anew when a file has changed. */
import { buildApp, fingerprint, type App } from './app.ts';
import { buildVendor, type Vendor } from './vendor.ts';

export interface Build {
  /** Changes with every file that the app is built from; part of the addresses of its code. */
  key: string;
  app: App;
  vendor: Vendor;
}

/** Gives a function that builds at its first call, and again where something changed since. It throws what the build throws. */
export function openBuild(): () => Promise<Build> {
  let built = '';
  let current: Promise<Build> | null = null;
  return () => {
    const now = fingerprint();
    if (current === null || now !== built) {
      built = now;
      current = build(now);
    }
    return current;
  };
}

async function build(key: string): Promise<Build> {
  const app = await buildApp();
  return { key, app, vendor: await buildVendor(app.vendor) };
}
