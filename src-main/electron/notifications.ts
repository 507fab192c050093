import { Notification } from 'electron';
import type { Notification as Message } from '#core/host.ts';
import { chooseLocale, fill, type TextSource } from './texts.ts';

/** A notification that nothing refers to any more is taken away by the garbage collector, and its click with it. */
const shown = new Set<Notification>();
const MOST_SHOWN = 20;

/** Shows a message in the system's notification area; a click on it calls `onClick`. Silent where the system has none. */
export function notify(message: Message, texts: TextSource, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const local = texts.in(chooseLocale([message.locale]));
  const words = local.notify[message.code];
  if (words === undefined) throw new Error(`no words for the notification ${message.code}`);
  const { who, ...others } = message.facts;
  const facts = { ...others, who: who === undefined || who === '' ? local.someone : who };
  const notification = new Notification({
    title: fill(words.title, facts),
    body: fill(words.body, facts),
    // The desk has sounds of its own, which the agent can switch off.
    silent: true,
  });
  keep(notification);
  notification.on('click', () => {
    shown.delete(notification);
    onClick();
  });
  notification.on('close', () => {
    shown.delete(notification);
  });
  notification.show();
}

function keep(notification: Notification): void {
  shown.add(notification);
  const [oldest] = shown;
  if (shown.size > MOST_SHOWN && oldest !== undefined) shown.delete(oldest);
}
