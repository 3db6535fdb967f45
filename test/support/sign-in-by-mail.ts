import type TestAgent from 'supertest/lib/agent.js';
import { until, type TestInstallation } from './test-installation.js';

/** Signs the client in with the code of a mail, as far as a mail alone goes. @returns who they are then */
export async function signInByMail(
  parts: TestInstallation,
  client: TestAgent,
  email: string,
): Promise<{ secondFactor: string; memberId: string }> {
  const mailsTo = () => parts.mails.messages().filter(({ recipients }) => recipients.includes(email));
  const codes = () => mailsTo().flatMap(({ subject }) => /\b\d{8}\b/.exec(subject)?.[0] ?? []);
  const before = new Set(codes());
  await client.post('/v1/sign-in').send({ email }).expect(202);
  const code = await until('the sign-in mail', async () => codes().find((code) => !before.has(code)));
  const { body } = await client.post('/v1/sign-in/confirm').send({ code }).expect(200);
  return body as { secondFactor: string; memberId: string };
}
