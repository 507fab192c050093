// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Problem } from './problem.mjs';
import { root } from './root.mjs';
import { words } from './words.mjs';

const modules = join(root, 'node_modules') + sep;

/**
 * Installs exactly what package-lock.json names; throws a Problem that says what to do when it fails.
 * @param {boolean} stale whether packages are there already, of another state of the lock file
 */
export async function runNpmCi(stale) {
  const started = Date.now();
  console.log(words(stale ? 'install.anew' : 'install.first'));
  const progress = setInterval(() => {
    console.log(words('install.still', { seconds: seconds(started) }));
  }, 10_000);
  try {
    stepAsideOnWindows();
    let { code, output } = await npmCi('--prefer-offline');
    // What npm remembers of a package can be older than the version asked for.
    if (code !== 0 && /ETARGET|E404/.test(output)) ({ code, output } = await npmCi());
    if (code !== 0) throw new Problem(explain(output));
  } finally {
    clearInterval(progress);
  }
  console.log(words('install.done', { seconds: seconds(started) }));
}

/**
 * The groups are said aloud: NODE_ENV=production or a user's npm settings would leave out what the commands need.
 * @param {string[]} options
 */
function npmCi(...options) {
  return npm(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', ...options]);
}

/** @param {number} since */
function seconds(since) {
  return Math.round((Date.now() - since) / 1000);
}

/**
 * @param {string[]} args
 * @returns {Promise<{ code: number, output: string }>}
 */
function npm(args) {
  const { file, before, shell } = npmCall();
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...before, ...args], { cwd: root, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.on('error', (error) => reject(new Problem(words('not-started', { file: 'npm', reason: error.message }))));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** How to call npm: the one that runs us when there is one, with its own Node rather than one it is about to delete. */
function npmCall() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  if (cli !== undefined && /npm-cli\.[cm]?js$/.test(cli) && existsSync(cli)) {
    const ownNode = node !== undefined && !node.startsWith(modules) && existsSync(node);
    return { file: ownNode ? node : process.execPath, before: [cli], shell: false };
  }
  const windows = process.platform === 'win32';
  return { file: windows ? 'npm.cmd' : 'npm', before: [], shell: windows };
}

/** Windows cannot delete a running program, but it can rename it: when it is ours, npm must not stumble over it. */
function stepAsideOnWindows() {
  if (process.platform !== 'win32' || !process.execPath.startsWith(modules)) return;
  const retired = join(root, '.zuoxi', 'retired');
  mkdirSync(retired, { recursive: true });
  renameSync(process.execPath, join(retired, `node-${process.pid}.exe`));
}

/** @param {string} output */
function explain(output) {
  const advice = [
    {
      sign: /EUSAGE|can only install (packages )?(when|with)|not in sync/,
      say: 'install.lock',
    },
    {
      sign: /ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT/,
      say: 'install.network',
    },
    {
      sign: /CERT_|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/,
      say: 'install.certificate',
    },
    {
      sign: /E40[13]|E407|authentication/i,
      say: 'install.login',
    },
    {
      sign: /E404|ETARGET/,
      say: 'install.not-there',
    },
    {
      sign: /EINTEGRITY/,
      say: 'install.checksum',
    },
    { sign: /ENOSPC/, say: 'install.disk' },
    {
      sign: /EACCES|EPERM|EBUSY/,
      say: 'install.busy',
    },
  ].find(({ sign }) => sign.test(output));
  return [
    words('install.failed'),
    `${words(advice?.say ?? 'install.by-hand')} ${words('install.again')}`,
    words('install.last-lines'),
    ...output
      .trim()
      .split('\n')
      .filter((line) => !line.includes('npm warn'))
      .slice(-8)
      .map((line) => `  ${line}`),
  ].join('\n');
}
