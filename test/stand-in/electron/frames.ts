import type { Frame, FrameTreeNode, Heard } from './chromium-protocol.ts';
import { fromPretend } from './pretend-origin.ts';
import { strict } from './strict.ts';

/** A frame of a page, as Electron's `WebFrameMain` tells of it. */
export interface StandInFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: StandInFrame | null;
  readonly top: StandInFrame;
  readonly detached: boolean;
  isDestroyed(): boolean;
}

interface Known {
  parentId: string | undefined;
  url: string;
  origin: string;
  gone: boolean;
  face: StandInFrame;
}

/** Follows the frames of one page and the worlds in them. */
export class FrameTree {
  private readonly frames = new Map<string, Known>();
  private readonly worlds = new Map<number, { readonly frameId: string; readonly name: string }>();
  mainFrameId = '';

  load(tree: FrameTreeNode): void {
    this.mainFrameId = tree.frame.id;
    this.navigated(tree.frame);
    for (const child of tree.childFrames ?? []) this.navigated(child.frame);
  }

  hear({ method, params }: Heard): void {
    if (method === 'Page.frameNavigated') this.navigated(params.frame);
    else if (method === 'Page.frameAttached') this.known(params.frameId, params.parentFrameId);
    else if (method === 'Page.frameDetached') {
      const frame = this.frames.get(params.frameId);
      if (frame !== undefined) frame.gone = true;
    } else if (method === 'Page.navigatedWithinDocument') {
      this.known(params.frameId, undefined).url = fromPretend(params.url);
    } else if (method === 'Runtime.executionContextCreated') {
      const { id, name, auxData } = params.context;
      this.worlds.set(id, { frameId: auxData.frameId, name });
    } else if (method === 'Runtime.executionContextDestroyed') this.worlds.delete(params.executionContextId);
    else if (method === 'Runtime.executionContextsCleared') this.worlds.clear();
  }

  main(): StandInFrame {
    return this.known(this.mainFrameId, undefined).face;
  }

  frame(frameId: string): StandInFrame {
    return this.known(frameId, undefined).face;
  }

  frameOfWorld(worldId: number): StandInFrame | null {
    const world = this.worlds.get(worldId);
    return world === undefined ? null : this.frame(world.frameId);
  }

  /** The world called `name` in a frame: `0` is the top frame, `1` the first frame within it, and so on. */
  world(name: string, frameIndex = 0): number | undefined {
    const living = [...this.frames].filter(([, frame]) => !frame.gone).map(([id]) => id);
    const order = [this.mainFrameId, ...living.filter((id) => id !== this.mainFrameId)];
    const wanted = order[frameIndex];
    for (const [id, world] of this.worlds) if (world.frameId === wanted && world.name === name) return id;
    return undefined;
  }

  private navigated(frame: Frame): void {
    const known = this.known(frame.id, frame.parentId);
    known.url = fromPretend(`${frame.url}${frame.urlFragment ?? ''}`);
    known.origin = frame.securityOrigin === '://' ? 'null' : fromPretend(frame.securityOrigin);
  }

  private known(id: string, parentId: string | undefined): Known {
    const existing = this.frames.get(id);
    if (existing !== undefined) return existing;
    const parent = (): StandInFrame | null => (made.parentId === undefined ? null : this.frame(made.parentId));
    const face: StandInFrame = strict('WebFrameMain', {
      get url() {
        return made.url;
      },
      get origin() {
        return made.origin;
      },
      get parent() {
        return parent();
      },
      get top(): StandInFrame {
        return parent()?.top ?? face;
      },
      get detached() {
        return made.gone;
      },
      isDestroyed: () => made.gone,
    });
    const made: Known = { parentId, url: 'about:blank', origin: 'null', gone: false, face };
    this.frames.set(id, made);
    return made;
  }
}
