import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { WebPreferences } from 'electron';
import { cdp } from './cdp.ts';
import type { Commands, Events, Heard, PausedRequest } from './chromium-protocol.ts';
import { FrameTree, type StandInFrame } from './frames.ts';
import { ipcMain } from './ipc-main.ts';
import { life } from './life.ts';
import { fromPretend, toPretend } from './pretend-origin.ts';
import { answerRequest } from './protocol.ts';
import { record, tell } from './report.ts';
import { applyPermissions } from './session.ts';
import { eventWith, strict, StrictEmitter } from './strict.ts';
import { bridgeEnd, preloadWorld, type PreloadSettings } from './worlds.ts';

const WORLD = 'stand-in preload';
type OpenHandler = (details: { url: string; frameName: string; features: string }) => { action: 'allow' | 'deny' };

/** The page of one window: a page of Chromium, with the preload in an isolated world of it. */
export class StandInContents extends StrictEmitter {
  readonly id: number;
  /** What the app itself holds: anything that the stand-in lacks throws there. */
  readonly face: StandInContents;
  private readonly preferences: WebPreferences;
  private readonly frames = new FrameTree();
  private readonly binding = `standIn${randomUUID().replaceAll('-', '')}`;
  private readonly opened: Promise<string>;
  private openHandler: OpenHandler | null = null;
  private loading: string | null = null;
  private destroyed = false;
  private session: string | undefined;
  targetId = '';
  /** How often a page was loaded here. */
  loads = 0;

  constructor(id: number, preferences: WebPreferences, size: { width: number; height: number }) {
    super('webContents', [
      ...['will-navigate', 'will-frame-navigate', 'will-redirect', 'did-navigate', 'will-attach-webview'],
      ...['did-finish-load', 'render-process-gone', 'preload-error', 'destroyed'],
    ]);
    this.id = id;
    this.preferences = preferences;
    this.face = strict('webContents', this);
    this.opened = this.open(size);
    this.opened.catch((error: unknown) => record.errors.push(String(error)));
  }

  get mainFrame(): StandInFrame {
    return this.frames.main();
  }

  getURL(): string {
    return this.frames.mainFrameId === '' ? '' : this.frames.main().url;
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  send(channel: string, ...args: unknown[]): void {
    const text = JSON.stringify(structuredClone({ channel, args }));
    const contextId = this.frames.world(this.effective.contextIsolation ? WORLD : '');
    // As in Electron, what is sent before there is a page, or after it, reaches nobody.
    if (contextId === undefined || this.session === undefined) return;
    const expression = `globalThis['${this.binding}Receive'](${JSON.stringify(text)})`;
    void cdp()
      .send('Runtime.evaluate', { expression, contextId }, this.session)
      .then(
        ({ exceptionDetails: thrown }) => {
          if (thrown !== undefined)
            record.errors.push(`a listener of the page: ${thrown.exception?.description ?? ''}`);
        },
        // The page went away while the message was on its way.
        () => undefined,
      );
  }

  reload(): void {
    void this.opened.then((session) => cdp().send('Page.reload', {}, session));
  }

  /** For the driver: speaks as a page in one of the frames would, past the page's own preload. */
  async sendAs(frameIndex: number, channel: string, args: readonly unknown[]): Promise<void> {
    const text = JSON.stringify({ kind: 'send', channel, args });
    await this.inWorld(frameIndex, `globalThis['${this.binding}Send'](${JSON.stringify(text)})`);
  }

  /** For the driver: all that the page has done so far was heard. A page that is gone tells nothing more. */
  async heardOut(): Promise<void> {
    // An answer comes behind everything that was told before it.
    if (this.session !== undefined)
      await cdp()
        .send('Page.getFrameTree', {}, this.session)
        .catch(() => undefined);
  }

  /** The settings that hold in the end, after what the app asked for all windows. */
  get effective(): {
    contextIsolation: boolean;
    sandbox: boolean;
    nodeIntegration: boolean;
    webviewTag: boolean;
    webSecurity: boolean;
  } {
    const { contextIsolation, sandbox, nodeIntegration, webviewTag, webSecurity } = this.preferences;
    return {
      contextIsolation: contextIsolation ?? true,
      sandbox: life.sandboxForAll || (sandbox ?? nodeIntegration !== true),
      nodeIntegration: nodeIntegration ?? false,
      webviewTag: webviewTag ?? false,
      webSecurity: webSecurity ?? true,
    };
  }

  /** Shows a page because the app wants it: no guard is asked. */
  async load(url: string): Promise<void> {
    const session = await this.opened;
    await applyPermissions(url);
    this.loading = url.split('#', 1)[0] ?? url;
    const loaded = new Promise<void>((done) => this.once('did-finish-load', () => done()));
    const answer = await cdp().send('Page.navigate', { url: toPretend(url) }, session);
    if (answer.errorText !== undefined) throw new Error(`${answer.errorText} loading '${url}'`);
    // Without a loader only the part after the # has changed.
    if (answer.loaderId !== undefined) await loaded;
  }

  async close(): Promise<void> {
    this.destroyed = true;
    await this.opened;
    await cdp().send('Target.closeTarget', { targetId: this.targetId });
  }

  private async open(size: { width: number; height: number }): Promise<string> {
    const { targetId } = await cdp().send('Target.createTarget', { url: 'about:blank' });
    this.targetId = targetId;
    const { sessionId } = await cdp().send('Target.attachToTarget', { targetId, flatten: true });
    const send = <C extends keyof Commands>(method: C, params: Commands[C][0]): Promise<Commands[C][1]> =>
      cdp().send(method, params, sessionId);
    cdp().listen(sessionId, (heard) => this.hear(sessionId, heard));
    const { contextIsolation } = this.effective;
    const tree = send('Page.getFrameTree', {});
    await Promise.all([
      send('Page.enable', {}),
      tree.then(({ frameTree }) => this.frames.load(frameTree)),
      send('Inspector.enable', {}),
      send('Runtime.enable', {}),
      send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: 1, mobile: false }),
      send('Runtime.addBinding', {
        name: this.binding,
        ...(contextIsolation ? { executionContextName: WORLD } : {}),
      }),
      send('Page.addScriptToEvaluateOnNewDocument', { source: this.pageWorld() }),
      send('Page.addScriptToEvaluateOnNewDocument', {
        source: this.preloadSource(),
        ...(contextIsolation ? { worldName: WORLD } : {}),
      }),
    ]);
    tell('page-opened', { window: this.id, targetId });
    this.session = sessionId;
    return sessionId;
  }

  private pageWorld(): string {
    const { nodeIntegration, sandbox } = this.effective;
    const node =
      nodeIntegration && !sandbox ? 'window.require = () => ({}); window.process = { type: "renderer" };' : '';
    return `{ const end = ${bridgeEnd.toString()}; end('${this.binding}', 'page'); ${node} }`;
  }

  private preloadSource(): string {
    const settings: PreloadSettings = {
      binding: this.binding,
      bridge: this.binding,
      contextIsolation: this.effective.contextIsolation,
      sandbox: this.effective.sandbox,
    };
    const file = this.preferences.preload;
    const program = file === undefined ? '' : readFileSync(file, 'utf8');
    return `{
      const world = ${preloadWorld.toString()};
      world(${JSON.stringify(settings)}, ${bridgeEnd.toString()}, function (require, module, exports, process) {${program}
      });
    }`;
  }

  private async inWorld(frameIndex: number, expression: string): Promise<void> {
    const session = await this.opened;
    const world = this.effective.contextIsolation ? WORLD : '';
    // A frame that was just made gets its worlds a moment later.
    for (let tries = 0; tries < 50 && this.frames.world(world, frameIndex) === undefined; tries += 1) await pause(20);
    const contextId = this.frames.world(world, frameIndex);
    if (contextId === undefined) throw new Error(`stand-in: frame ${frameIndex} has no preload world`);
    const { exceptionDetails } = await cdp().send('Runtime.evaluate', { expression, contextId }, session);
    if (exceptionDetails !== undefined) {
      throw new Error(`stand-in: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    }
  }

  private hear(session: string, heard: Heard): void {
    this.frames.hear(heard);
    const { method, params } = heard;
    if (method === 'Runtime.bindingCalled') this.said(params);
    else if (method === 'Page.windowOpen') this.windowOpen(params);
    else if (method === 'Inspector.targetCrashed') {
      this.emit('render-process-gone', eventWith({}), { reason: 'crashed', exitCode: 5 });
    } else if (method === 'Page.loadEventFired') {
      this.loads += 1;
      this.emit('did-finish-load');
      tell('loaded', { window: this.id, url: this.getURL() });
    } else if (method === 'Fetch.requestPaused') {
      this.paused(session, params).catch((error: unknown) => {
        if (!this.destroyed) record.errors.push(`request ${fromPretend(params.request.url)}: ${String(error)}`);
      });
    }
  }

  private said({ name, payload, executionContextId }: Events['Runtime.bindingCalled']): void {
    if (name !== this.binding) return;
    const said = JSON.parse(payload) as { kind: string; channel: string; args: unknown[]; message: string };
    if (said.kind === 'preload-error') {
      record.errors.push(`Unable to load preload script: ${said.message}`);
      this.emit('preload-error', eventWith({}), this.preferences.preload, new Error(said.message));
      return;
    }
    const senderFrame = this.frames.frameOfWorld(executionContextId);
    ipcMain.emit(said.channel, strict('IpcMainEvent', eventWith({ sender: this.face, senderFrame })), ...said.args);
  }

  private windowOpen({ url, windowName, windowFeatures }: Events['Page.windowOpen']): void {
    const details = { url: fromPretend(url), frameName: windowName, features: windowFeatures.join(',') };
    // Electron opens what nobody has refused. Chromium is told to open nothing; what would have been is noted.
    const { action } = this.openHandler?.(details) ?? { action: 'allow' };
    if (action === 'allow') record.windowsOpened.push(details.url);
  }

  private async paused(session: string, paused: PausedRequest): Promise<void> {
    const { requestId, request } = paused;
    const stopped = paused.resourceType === 'Document' && this.navigationStopped(paused);
    if (paused.resourceType === 'Document') record.navigations.push({ url: fromPretend(request.url), stopped });
    const outcome = stopped ? 'failed' : await answerRequest(request);
    if (outcome === 'failed') {
      await cdp().send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }, session);
    } else await cdp().send('Fetch.fulfillRequest', { requestId, ...outcome }, session);
  }

  /** Asks the app's guards, as Electron does for every navigation that the app did not begin itself. */
  private navigationStopped({ request, frameId, redirectedRequestId }: PausedRequest): boolean {
    const url = fromPretend(request.url);
    const isMainFrame = frameId === this.frames.mainFrameId;
    const event = eventWith({ url, isMainFrame, isSameDocument: false, frame: this.frames.frame(frameId) });
    if (redirectedRequestId !== undefined) {
      this.emit('will-redirect', event);
      return event.defaultPrevented;
    }
    if (isMainFrame && this.loading === url) {
      this.loading = null;
      return false;
    }
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    return event.defaultPrevented;
  }
}
