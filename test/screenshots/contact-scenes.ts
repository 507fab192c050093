import { desk, type Scene } from './scene.ts';
import { LI, recording, SECOND, view, workingDay } from './steps.ts';

/** Contacts that begin otherwise, and several at once. */
export const CONTACT_SCENES: readonly Scene[] = [
  {
    name: 'dialling',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '回访');
      await studio.sees('[data-testid=callback-row]');
      await studio.page.getByTestId('callback-row').first().getByRole('button', { name: '外呼' }).press('Enter');
      await studio.sees('[data-band=dialling]');
      await studio.pass(8 * SECOND);
    }),
  },
  {
    name: 'other-party',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await view(studio, '回访');
      await studio.page.getByTestId('callback-row').first().getByRole('button', { name: '外呼' }).press('Enter');
      await studio.sees('[data-band=dialling]');
      await studio.pass(8 * SECOND);
      await studio.press('t');
      await studio.sees('[data-line-id=third-party-ask]');
    }),
  },
  {
    name: 'new-contact',
    arrange: desk(async (studio) => {
      await workingDay(studio);
      await studio.press('o');
      await studio.sees('[role=dialog]');
    }),
  },
  {
    name: 'chats',
    arrange: desk(async (studio) => {
      await recording(studio);
      for (const phone of [LI, '13800000003']) {
        await studio.ask('contact.open', { channel: 'chat', direction: 'inbound', phone, callbackId: null });
        await studio.pass(4 * SECOND);
      }
      await studio.sees('nav.tabs .tab:nth-of-type(3)[aria-current]');
      await studio.press('[');
      await studio.sees('[data-band=ringing]');
      await studio.press('r');
      await studio.sees('[data-line-id^=greet-chat]');
    }),
  },
];
