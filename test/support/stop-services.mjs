export default async function stop() {
  const { stopServices } = await import('./services.ts');
  await stopServices();
}
