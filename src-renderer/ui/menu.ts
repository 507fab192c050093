import { nextTick, onScopeDispose, watch, type ShallowRef } from 'vue';
import { HEIGHT, isPlain, useKeys } from '../keys/router.ts';
import { useShell, type Overlay } from '../store/shell.ts';

interface Menu {
  readonly overlay: Overlay;
  /** It is opened and closed by this key. */
  readonly key: () => string | null;
  readonly element: Readonly<ShallowRef<HTMLElement | null>>;
  /** Which of its buttons has the focus when it opens; the first one, without it. */
  readonly first?: () => number;
  /** A letter or digit, while it is open. */
  readonly take: (key: string) => void;
}

/** A menu over the contact: arrows walk it, each item has a key, and no other key means anything else while it is open. */
export function useMenu({ overlay, key: ownKey, element, first = () => 0, take }: Menu): void {
  const shell = useShell();
  const isOpen = (): boolean => shell.overlay === overlay;
  const buttons = (): readonly HTMLElement[] => [...(element.value?.querySelectorAll('button') ?? [])];

  let opener: Element | null = null;

  watch(isOpen, async (open) => {
    const { activeElement } = document;
    const lost = activeElement === document.body || element.value?.contains(activeElement) === true;
    if (open) opener = activeElement;
    await nextTick();
    if (open) buttons()[Math.max(0, first())]?.focus();
    else if (lost && opener instanceof HTMLElement) opener.focus();
  });
  // It may go by what is beneath it; nothing that is not seen stays open.
  onScopeDispose(() => {
    if (isOpen()) shell.overlay = null;
  });

  function walk(by: number): void {
    const all = buttons();
    const at = all.findIndex((button) => button === button.ownerDocument.activeElement);
    all[(at + by + all.length) % all.length]?.focus();
  }

  useKeys(
    HEIGHT.overlay,
    (key, event) => {
      if (!isOpen()) return false;
      if (key === 'Escape' || key === ownKey()) shell.overlay = null;
      else if (key === 'ArrowDown' || key === 'ArrowRight') walk(1);
      else if (key === 'ArrowUp' || key === 'ArrowLeft') walk(-1);
      // Enter and Tab go to the menu itself.
      else if (['Enter', ' ', 'Tab'].includes(key)) return false;
      else if (isPlain(event)) take(key);
      return true;
    },
    isOpen,
  );
}
