import { expect, test } from '@jest/globals';
import { mailBody } from './mail-template.js';
import { MailSender, plainAddress } from './mail.sender.js';

const NOWHERE = { smtpUrl: 'smtp://127.0.0.1:1', smtpNeedsTls: false, mailFrom: 'desk@x.example' };

test('a plain address is taken, with its domain in ASCII', () => {
  expect(plainAddress('Sara.O+x@mail.example')).toBe('Sara.O+x@mail.example');
  expect(plainAddress("d'angelo@mail.example")).toBe("d'angelo@mail.example");
  expect(plainAddress('sara@città.example')).toBe('sara@xn--citt-3na.example');
});

const refused = [
  'a@x.example\r\nBcc: b@x.example',
  'a@x.example, b@x.example',
  'a@x.example,b@x.example',
  'a,b@x.example',
  'a@x.example b@x.example',
  '<a@x.example>',
  '"a b"@x.example',
  'Sara <a@x.example>',
  'a@x.example>\r\nRCPT TO:<b@x.example',
  'a@[127.0.0.1]',
  'a@x.example:25',
  'a@x.example/b',
  'a@x..example',
  'a@-x.example',
  '@x.example',
  'a@',
  'a',
  '',
  'a\0@x.example',
  'a@x.example\n',
  'a@localhost',
  `${'a'.repeat(65)}@x.example`,
];

test.each(refused)('%j is refused before a connection is opened', async (to) => {
  expect(plainAddress(to)).toBeUndefined();
  const sender = new MailSender(NOWHERE);
  const mail = { to, subject: 's', text: 't', html: 'h' };
  await expect(sender.send(mail)).rejects.toMatchObject({ reason: 'address-refused', permanent: true });
  sender.onApplicationShutdown();
});

test('a line end in the subject or in the Message-ID is refused', async () => {
  const sender = new MailSender(NOWHERE);
  const mail = { to: 'a@x.example', subject: 's', text: 't', html: 'h' };
  const failure = { reason: 'header-refused', permanent: true };
  await expect(sender.send({ ...mail, subject: 's\r\nBcc: b@x.example' })).rejects.toMatchObject(failure);
  await expect(sender.send({ ...mail, messageId: 'x>\r\nBcc: <b' })).rejects.toMatchObject(failure);
  sender.onApplicationShutdown();
});

test('words cannot break out of the HTML, and Arabic runs from right to left', () => {
  const body = mailBody({
    language: 'ar',
    subject: 's',
    text: '<script>x</script>\nb',
    footer: '"&',
    links: [{ href: 'https://x.example/"a', label: 'l' }],
  });
  expect(body.html).toContain('<html lang="ar" dir="rtl">');
  expect(body.html).toContain('&lt;script&gt;');
  expect(body.html).not.toContain('<script>');
  expect(body.html).toContain('href="https://x.example/&quot;a"');
});
