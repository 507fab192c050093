import { app } from 'electron';
import { LINK_SCHEME, viewOfArguments, viewOfLink } from './deep-links.ts';

/**
 * Hears the links and the second starts that come to this instance. What comes before `onOpen` is set is kept, the last one
 * only: the windows are not there yet when macOS hands over the link that started the app.
 */
export class LinksIn {
  #waiting: string | null;
  #onOpen: ((view: string | null) => void) | null = null;

  constructor(args: readonly string[]) {
    this.#waiting = viewOfArguments(args);
    app.on('second-instance', (_event, laterArgs) => this.#open(viewOfArguments(laterArgs)));
    app.on('open-url', (event, link) => {
      event.preventDefault();
      this.#open(viewOfLink(link));
    });
    app.on('activate', () => this.#open(null));
    // A development copy must not become the program that links of the whole system go to.
    if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  }

  /** `open` is called for each link and each second start; `null` means: to the front, as you are. */
  onOpen(open: (view: string | null) => void): void {
    this.#onOpen = open;
    if (this.#waiting !== null) open(this.#waiting);
    this.#waiting = null;
  }

  #open(view: string | null): void {
    if (this.#onOpen !== null) this.#onOpen(view);
    // macOS activates the app right after it has handed over the link that started it.
    else this.#waiting = view ?? this.#waiting;
  }
}
