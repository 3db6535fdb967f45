import './register-typescript.mjs';

/** Jest loads its set-up outside of its own module system, so TypeScript is made readable first. */
export default async function start() {
  const { startServices } = await import('./services.ts');
  await startServices();
}
