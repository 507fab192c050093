/** The part of Chromium's debugging protocol that the stand-in speaks; playwright-core does not export its own list. */
export interface Frame {
  readonly id: string;
  readonly parentId?: string;
  readonly url: string;
  readonly urlFragment?: string;
  readonly securityOrigin: string;
}

export interface FrameTreeNode {
  readonly frame: Frame;
  readonly childFrames?: readonly FrameTreeNode[];
}

export interface HeaderEntry {
  readonly name: string;
  readonly value: string;
}

/** For each command: what is sent, and what comes back. */
export interface Commands {
  'Browser.setPermission': [{ permission: { name: string }; setting: 'granted' | 'denied'; origin: string }, object];
  'Target.createTarget': [{ url: string }, { targetId: string }];
  'Target.attachToTarget': [{ targetId: string; flatten: true }, { sessionId: string }];
  'Target.closeTarget': [{ targetId: string }, object];
  'Page.enable': [object, object];
  'Page.getFrameTree': [object, { frameTree: FrameTreeNode }];
  'Page.navigate': [{ url: string }, { loaderId?: string; errorText?: string }];
  'Page.reload': [object, object];
  'Page.addScriptToEvaluateOnNewDocument': [{ source: string; worldName?: string }, object];
  'Inspector.enable': [object, object];
  'Runtime.enable': [object, object];
  'Runtime.addBinding': [{ name: string; executionContextName?: string }, object];
  'Runtime.evaluate': [
    { expression: string; contextId: number },
    { exceptionDetails?: { text: string; exception?: { description?: string } } },
  ];
  'Fetch.enable': [{ patterns: readonly { urlPattern: string }[] }, object];
  'Fetch.failRequest': [{ requestId: string; errorReason: 'Aborted' }, object];
  'Fetch.fulfillRequest': [
    { requestId: string; responseCode: number; responseHeaders: readonly HeaderEntry[]; body: string },
    object,
  ];
  'Emulation.setDeviceMetricsOverride': [
    { width: number; height: number; deviceScaleFactor: number; mobile: boolean },
    object,
  ];
}

export interface PausedRequest {
  readonly requestId: string;
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
  readonly request: PageRequest;
}

export interface PageRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly postData?: string;
}

export interface Events {
  'Page.frameNavigated': { readonly frame: Frame };
  'Page.frameAttached': { readonly frameId: string; readonly parentFrameId: string };
  'Page.frameDetached': { readonly frameId: string };
  'Page.navigatedWithinDocument': { readonly frameId: string; readonly url: string };
  'Page.loadEventFired': object;
  'Inspector.targetCrashed': object;
  'Page.windowOpen': { readonly url: string; readonly windowName: string; readonly windowFeatures: readonly string[] };
  'Runtime.executionContextCreated': {
    readonly context: { readonly id: number; readonly name: string; readonly auxData: { readonly frameId: string } };
  };
  'Runtime.executionContextDestroyed': { readonly executionContextId: number };
  'Runtime.executionContextsCleared': object;
  'Runtime.bindingCalled': { readonly name: string; readonly payload: string; readonly executionContextId: number };
  'Fetch.requestPaused': PausedRequest;
}

export type Heard = { [M in keyof Events]: { readonly method: M; readonly params: Events[M] } }[keyof Events];
