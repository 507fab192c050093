import { execFile } from 'node:child_process';
import { connect } from 'node:tls';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RunningService } from '#kit/service/running.ts';

const run = promisify(execFile);
const FILES = join(import.meta.dirname, '..', 'kit', 'service', 'tls');
const file = (name: string): string => join(FILES, name);

/** With a certificate of a company's own authority, which no program knows by itself. Both, and the key, were made for this test. */
const service = new RunningService({
  host: '0.0.0.0',
  tlsCertificate: file('service.pem'),
  tlsKey: file('service-key.pem'),
});
let address = '';
beforeAll(async () => {
  await service.start();
  address = `https://127.0.0.1:${String(service.port)}`;
});
afterAll(() => service.dispose());

/** What a desk says that joins, on a machine that trusts these authorities beside those that every program knows. */
async function joins(address: string, trusted?: string): Promise<string> {
  // Where Linux has the authorities of the machine; Windows and macOS have stores that a test does not write to.
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    NODE_EXTRA_CA_CERTS: '',
    SSL_CERT_DIR: '/nowhere',
    SSL_CERT_FILE: trusted,
  };
  const code = await service.code();
  const { stdout } = await run(process.execPath, ['--no-warnings', file('asker.ts'), address, code], { env });
  return stdout.trim();
}

test('a service with its own certificate speaks TLS only, 1.2 or newer', async () => {
  expect(service.address).toMatch(/^https:/u);
  await expect(fetch(address.replace('https', 'http'))).rejects.toThrow();
  const protocol = await new Promise<string | null>((resolve) => {
    const socket = connect({ port: service.port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
  });
  expect(protocol).toBe('TLSv1.3');
  await expect(
    new Promise((resolve, reject) => {
      const old = { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1' } as const;
      const socket = connect({ port: service.port, host: '127.0.0.1', rejectUnauthorized: false, ...old }, () =>
        resolve(socket.destroy()),
      );
      socket.on('error', reject);
    }),
  ).rejects.toThrow();
});

test.runIf(process.platform === 'linux')(
  'a desk joins, asks and listens where the machine trusts the authority of the company',
  async () => {
    expect(await joins(address, file('authority.pem'))).toBe('hears');
  },
);

test('a desk whose machine does not know the authority sends nothing, and says that it is the certificate', async () => {
  expect(await joins(address)).toBe('certificate-refused');
});

// Elsewhere 127.0.0.1 is the only name of this machine that needs no setting up.
test.runIf(process.platform === 'linux')(
  'a desk does not speak to a service at an address that the certificate is not for',
  async () => {
    const other = address.replace('127.0.0.1', '127.0.0.2');
    expect(await joins(other, file('authority.pem'))).toBe('certificate-refused');
  },
);
