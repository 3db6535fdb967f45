const GIVE_UP_MS = 30_000;

export default async function stop() {
  const { stopServices } = await import('./services.ts');
  // The timer keeps this process alive while the servers stop: with nothing left to wait for, Node would end it before
  // jest has written its results and its exit code.
  let timer;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, GIVE_UP_MS);
  });
  await Promise.race([stopServices(), patience]);
  clearTimeout(timer);
}
